// Bundles the extension into the folder that JupyterLab finds it in. The same sources give the same bytes.
// esbuild is the one of extensions/view: this extension has no packages of its own.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const { build } = createRequire(`${here}../view/package.json`)("esbuild");
const into = process.argv[2] ?? `${here}../../threedkit/jupyter/labextension`;

const { outputFiles } = await build({
  absWorkingDir: here, entryPoints: ["src/container.ts"], bundle: true, minify: true, format: "iife", target: "es2022",
  charset: "utf8", write: false, logLevel: "warning",
});
const code = outputFiles[0].contents;
const load = `static/remoteEntry.${createHash("sha256").update(code).digest("hex").slice(0, 12)}.js`;
const { name, version, description, license } = JSON.parse(await readFile(`${here}package.json`, "utf8"));
const about = { name, version, description, license, jupyterlab: { _build: { load, extension: "./extension" } } };

await rm(into, { recursive: true, force: true });
await mkdir(`${into}/static`, { recursive: true });
await writeFile(`${into}/${load}`, code);
await writeFile(`${into}/package.json`, `${JSON.stringify(about, null, 2)}\n`);
