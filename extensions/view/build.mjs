// Bundles src/index.ts into one ES module, and the loader beside it. The same sources give the same bytes.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const into = process.argv[2] ?? `${here}../../threedkit/jupyter/static`;
// What is bundled is MIT: its notices go with it.
const parts = { "three.js": "three/LICENSE", "three-mesh-bvh": "three-mesh-bvh/LICENSE", meshoptimizer: "meshoptimizer/LICENSE.md" };
const notices = Object.entries(parts).map(([name, file]) => {
  return `${name}\n\n${readFileSync(`${here}node_modules/${file}`, "utf8").replaceAll("\r", "").trim()}`;
});
const footer = { js: `/*! Contains:\n\n${notices.join("\n\n")}\n*/` };
const common = { absWorkingDir: here, minify: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning",
  loader: { ".css": "text" } };

await build({ ...common, entryPoints: ["src/index.ts"], outfile: `${into}/view.js`, bundle: true,
  legalComments: "none", footer });
await build({ ...common, entryPoints: ["src/loader.js"], outfile: `${into}/loader.js`, bundle: true });
