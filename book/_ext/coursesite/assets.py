"""The site's assets, written once for all editions: styles, scripts, explorers, math font, licences."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from . import explorers, mathfont, mathstyles, stamps, tokens
from .mathml import NODE_MODULES, node_program, npm_package
from .page import STRINGS

SOURCE = stamps.THEME / "assets"
SCRIPTS = (
    "early",
    "choose",
    "missing",
    "course",
    "search",
    "explorer-host",
    "questions",
    "study",
    "exercise-index",
)


def esbuild(*arguments: str, text: str | None = None, folder: Path = SOURCE) -> str:
    """Minifies or bundles; esbuild's own message when it fails. ``folder``: where ``text`` imports from."""
    npm_package("esbuild")
    path = os.pathsep.join([str(Path(node_program()).parent), os.environ.get("PATH", "")])
    program = NODE_MODULES / ".bin" / ("esbuild.cmd" if os.name == "nt" else "esbuild")
    done = subprocess.run(
        [
            str(program),
            "--minify",
            "--log-level=warning",
            "--target=es2022,chrome123,firefox121,safari17.5",
            *arguments,
        ],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
        cwd=folder,
    )
    if done.returncode or done.stderr:
        raise RuntimeError(f"esbuild {' '.join(arguments)}:\n{done.stderr}")
    return done.stdout


def styles() -> str:
    """The theme's sheets in one, the colours of code in both of its modes, and the styles of formulas."""
    return _sheet(f'@import "./course.css";\n{tokens.styles()}{mathstyles.sheet()}')


def _sheet(text: str) -> str:
    return esbuild("--bundle", "--loader=css", "--external:math.woff2", text=text)


def _strings(script: str) -> dict[str, dict[str, str]]:
    """What a script says by language: its own table of strings.toml, else what stands in no table."""
    own = {code: strings.get(script) for code, strings in STRINGS.items()}
    if all(isinstance(table, dict) for table in own.values()):
        return own
    return {
        code: {key: text for key, text in strings.items() if isinstance(text, str)}
        for code, strings in STRINGS.items()
    }


def write(root: Path) -> None:
    target = root / "assets"
    modules = target / "explorers"
    shutil.rmtree(modules, ignore_errors=True)  # names say what is in a module: old ones would stay for ever
    modules.mkdir(parents=True)
    (target / "course.css").write_text(styles(), encoding="utf-8")
    (target / "study.css").write_text(_sheet('@import "./study.css";'), encoding="utf-8")
    for name in SCRIPTS:
        strings = f"--define:__STRINGS__={json.dumps(_strings(name), ensure_ascii=True)}"
        bundled = esbuild("--bundle", "--format=iife", strings, str(SOURCE / f"{name}.js"))
        (target / f"{name}.js").write_text(bundled, encoding="utf-8")
    for path in explorers.page_modules():
        shutil.copyfile(path, modules / path.name)
    for path in explorers.bundles():
        source = path.read_text("utf-8")
        # A page opened from a folder may not import a module by its address: there the host reads this.
        registry = "(globalThis.__lossnotesExplorers ??= {})"
        wrapped = f"{registry}[{json.dumps(path.stem)}] = {json.dumps(source, ensure_ascii=False)};\n"
        (modules / f"{path.stem}.src.js").write_text(wrapped, encoding="utf-8")
    shutil.copyfile(SOURCE / "icon.svg", target / "icon.svg")
    mathfont.write(root, target / "math.woff2")
    (target / "licences.txt").write_text(licences(), encoding="utf-8")


def licences() -> str:
    """What the site ships of others' work, with its terms."""
    parts = []
    for package, what in {
        "@fontsource/stix-two-math": "STIX Two Math, the font of the formulas, reduced to the characters used",
        "minisearch": "MiniSearch, the search engine",
    }.items():
        folder = npm_package(package)
        found = next(path for path in sorted(folder.iterdir()) if path.name.lower().startswith("licen"))
        version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
        parts.append(f"{what}\n({package} {version})\n\n{found.read_text('utf-8').strip()}\n")
    return ("\n" + "-" * 80 + "\n\n").join(parts)
