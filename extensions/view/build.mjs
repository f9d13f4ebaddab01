// Bundles src/index.ts into one ES module, and the loader beside it. The same sources give the same bytes.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const into = process.argv[2] ?? `${here}../../threedkit/jupyter/static`;
const common = { absWorkingDir: here, minify: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning",
  loader: { ".css": "text" } };

await build({ ...common, entryPoints: ["src/index.ts"], outfile: `${into}/view.js`, bundle: true, legalComments: "eof" });
await build({ ...common, entryPoints: ["src/loader.js"], outfile: `${into}/loader.js`, bundle: true });
