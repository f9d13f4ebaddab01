// A container of Module Federation, by hand: what `jupyter-builder` would make, without its 450 MB of packages. JupyterLab
// loads this script, calls `init` with the modules that it shares, then `get` for the extension (its bootstrap.js).

import type { Plugin, Shared } from "./lab.ts";
import { makePlugins } from "./plugins.ts";

type Factory = () => unknown;
type ShareScope = Record<string, Record<string, { get(): Promise<Factory> | Factory }>>;

let scope: ShareScope = {};

/** A module of JupyterLab's own: it shares one version of each. */
async function shared(name: string): Promise<unknown> {
  const version = Object.values(scope[name] ?? {})[0];
  if (!version) throw new Error(`threedkit: JupyterLab shares no ${name}`);
  return (await version.get())();
}

async function extension(): Promise<{ __esModule: true; default: Plugin[] }> {
  const [widgets, notebook] = await Promise.all(["@lumino/widgets", "@jupyterlab/notebook"].map(shared));
  return { __esModule: true, default: makePlugins({ widgets, notebook } as Shared) };
}

const containers = ((globalThis as Record<string, unknown>)["_JUPYTERLAB"] ??= {}) as Record<string, unknown>;
containers["threedkit"] = {
  init(given: ShareScope) {
    scope = given;
  },
  async get(module: string): Promise<Factory> {
    if (module !== "./extension") throw new Error(`threedkit: there is no module ${module}`);
    const made = await extension();
    return () => made;
  },
};
