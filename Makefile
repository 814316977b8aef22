# Every command first makes a .venv that is current with requirements.txt (and node_modules with the lock file).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
READY := $(VENV)/.ready
NODE := node_modules/.ready
PRINT := tools/print/node_modules/.ready
NB ?= book/*.ipynb
PORT ?= 8000
MUTMUT := _build/mutation/tool/.ready
PEERS := benchmarks/losses/.peers/.ready

.DEFAULT_GOAL := help
.PHONY: help book offline pdf serve test execute chapter lab lint audit frames bundle screenshot bench mutate upgrade clean

help:
	@echo "make book      build the site: _build/html/index.html"
	@echo "make offline   the built site as one zip that needs no network: _build/losses-of-classification.zip"
	@echo "make pdf       each edition as a PDF: _build/pdf/ [EDITION=ko|en for one]"
	@echo "make serve     build it and serve it on http://localhost:$(PORT)/"
	@echo "make test      everything that must hold: package, notebooks, both languages, the site in a browser"
	@echo "make execute   run the notebooks and store their outputs [NB=book/03-multiclass-svm.ipynb]"
	@echo "make chapter   begin one: its page and exercises, and what is left to do [NAME=14-focal-loss SHORT=focal]"
	@echo "make lab       the course in JupyterLab [EDITION=ko|en for a copy in one language]"
	@echo "make bundle    the explorers' front-end modules from lossnotes/explorers/src"
	@echo "make screenshot  the picture of the README"
	@echo "make lint      ruff: check and format"
	@echo "make audit     builds, page weights, search, Lighthouse, tests, as a table [ONLY=times] [ALL=1: Lighthouse on all pages]"
	@echo "make frames    how long a pointer move takes each explorer to redraw, and its weight"
	@echo "make bench     the losses beside torch, scipy, pytorch-metric-learning: speed, memory, accuracy [ONLY=svm]"
	@echo "make mutate    small faults put into the loss modules: does a test fail? [ONLY=lossnotes/svm.py]"
	@echo "make upgrade   would newer versions of the pins do? tries and reports [PKG=numpy] [APPLY=1 writes those that passed]"
	@echo "make clean     remove what was built"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:3]; sys.exit(None if v >= (3, 11, 5) else f"Python 3.11.5 or newer is needed, and $(PYTHON) is {v[0]}.{v[1]}.{v[2]}: make PYTHON=python3.12 ...")'
	@echo "Installing into $(VENV): about 500 MB to fetch (gigabytes more if PyTorch comes with CUDA, see README), some minutes."
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE): package-lock.json $(READY)
	$(PY) tools/npm.py ci
	@touch $@

book: $(NODE)
	$(PY) tools/build.py

offline: book
	$(PY) tools/offline.py

$(PRINT): tools/print/package-lock.json $(READY)
	$(PY) tools/npm.py ci --prefix tools/print
	@touch $@

pdf: book $(PRINT)
	$(PY) -m tools.print $(EDITION)

serve: book
	$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: book $(PRINT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PY) tests/site/browser.py
	$(PY) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

execute: $(READY)
	$(PY) tools/execute.py $(NB)

chapter: $(READY)
	$(PY) -m tools.chapter $(NAME) $(SHORT)

lab: $(READY)
	$(PY) tools/lab.py $(EDITION)

bundle: $(NODE)
	$(PY) tools/bundle.py

lint: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshot: book
	$(PY) tools/screenshot.py

audit: book
	$(PY) benchmarks/site/audit.py $(ONLY) $(if $(ALL),--all)

frames: $(NODE)
	$(PY) benchmarks/explorers/frames.py

$(PEERS): benchmarks/losses/requirements.txt $(READY)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(@D) --requirement $<
	@touch $@

bench: $(PEERS)
	$(PY) benchmarks/losses/bench.py $(ONLY)

$(MUTMUT): tools/mutation/requirements.txt $(READY)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(@D) --requirement $<
	@touch $@

mutate: $(MUTMUT)
	$(PY) tools/mutation/mutate.py $(ONLY)

upgrade: $(NODE)
	$(PY) tools/upgrade.py $(PKG) $(if $(APPLY),--apply)

clean:
	rm -rf _build
