# Every command first makes a .venv that is current with requirements.txt (and node_modules with the lock file).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
READY := $(VENV)/.ready
NODE := node_modules/.ready
NB ?= book/*.ipynb
PORT ?= 8000
MUTMUT := _build/mutation/tool/.ready
PEERS := benchmarks/losses/.peers/.ready

.DEFAULT_GOAL := help
.PHONY: help book serve test execute lab lint audit frames bundle screenshot bench mutate clean

help:
	@echo "make book      build the site: _build/html/index.html"
	@echo "make serve     build it and serve it on http://localhost:$(PORT)/"
	@echo "make test      everything that must hold: package, notebooks, both languages, the site in a browser"
	@echo "make execute   run the notebooks and store their outputs [NB=book/03-multiclass-svm.ipynb]"
	@echo "make lab       the course in JupyterLab [EDITION=ko|en for a copy in one language]"
	@echo "make bundle    the explorers' front-end modules from lossnotes/explorers/src"
	@echo "make screenshot  the picture of the README"
	@echo "make lint      ruff: check and format"
	@echo "make audit     build times, page weights, Lighthouse"
	@echo "make frames    how long a pointer move takes each explorer to redraw, and its weight"
	@echo "make bench     the losses beside torch, scipy, pytorch-metric-learning: speed, memory, accuracy [ONLY=svm]"
	@echo "make mutate    small faults put into the loss modules: does a test fail? [ONLY=lossnotes/svm.py]"
	@echo "make clean     remove what was built"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if v >= (3, 11) else f"Python 3.11 or newer is needed, and $(PYTHON) is {v[0]}.{v[1]}: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE): package-lock.json $(READY)
	$(PY) tools/npm.py ci
	@touch $@

book: $(NODE)
	$(PY) tools/build.py

serve: book
	$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: book
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PY) tests/site/browser.py
	$(PY) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

execute: $(READY)
	$(PY) tools/execute.py $(NB)

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
	$(PY) benchmarks/site/audit.py

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

clean:
	rm -rf _build
