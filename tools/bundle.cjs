/**
 * Bundles the explorers with esbuild; called by bundle.py.
 *
 * takes    one argument, JSON: { entries: files of the explorers, shared: files of what they share, later: files named
 *          NAME/later.js of what an explorer imports only when the reader asks }
 * returns  on stdout [[file name, text], ...]: each explorer alone, and under pages/ beside one shared module and,
 *          each apart, what is asked for later
 *
 * The API instead of esbuild's command line: a style sheet is minified on its way into the text it becomes, and
 * the install script that puts the command in place may have been forbidden.
 */
const esbuild = require("esbuild");
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");
const css = { name: "css", setup(build) {
  build.onLoad({ filter: /[.]css$/ }, async (file) => {
    const source = await fs.promises.readFile(file.path, "utf8");
    const { code } = await esbuild.transform(source, { loader: "css", minify: true, charset: "utf8" });
    return { contents: code.trim(), loader: "text" };
  });
} };
const { entries, shared, later } = JSON.parse(process.argv[2]);
const options = {
  outdir: "out", write: false, bundle: true, minify: true,
  format: "esm", target: "es2022", charset: "utf8", legalComments: "none", logLevel: "silent",
};
const everything = shared.map((path) => `export * from ${JSON.stringify(path)};`).join("\n");
const texts = ({ outputFiles }) => outputFiles.map((f) => [path.basename(f.path), f.text]);
async function main() {
  const alone = texts(await esbuild.build({ ...options, entryPoints: entries, plugins: [css] }));
  // A module's name says what is in it: a browser that has kept an older one asks for the new one.
  const [[, common]] = texts(await esbuild.build(
    { ...options, stdin: { contents: everything, resolveDir: process.cwd() }, plugins: [css] }));
  const named = (start, text) => `${start}-${crypto.createHash("sha256").update(text).digest("hex").slice(0, 8)}.js`;
  const name = named("shared", common);
  const apart = { name: "apart", setup(build) {
    build.onResolve({ filter: /[/]shared[/][^/]+[.]js$/ }, () => ({ path: `./${name}`, external: true }));
  } };
  const rest = new Map(); // file: [name, text]
  for (const file of later) {
    const [[, text]] = texts(await esbuild.build({ ...options, entryPoints: [file], plugins: [apart, css] }));
    rest.set(file, [named(`${path.basename(path.dirname(file))}-later`, text), text]);
  }
  const asked = { name: "later", setup(build) {
    build.onResolve({ filter: /[/]later[.]js$/ }, ({ path: to, resolveDir }) => ({ path: `./${rest.get(path.resolve(resolveDir, to))[0]}`, external: true }));
  } };
  const beside = texts(await esbuild.build({ ...options, entryPoints: entries, plugins: [apart, asked, css] }));
  return [...alone, ...[[name, common], ...rest.values(), ...beside].map(([file, text]) => [`pages/${file}`, text])];
}
main().then(
  (files) => console.log(JSON.stringify(files)),
  (error) => { console.error(error.message); process.exitCode = 1; },
);
