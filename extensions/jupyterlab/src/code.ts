// The view's code, offered to its loader from the server that JupyterLab itself comes from: that is nearer than the
// kernel, and it is there before the first view is.

const FILE = "threedkit/static/view.js";

interface Page {
  /** Gives the code of a version (16 hex digits of its SHA-256); null where the server has another one. */
  __threedkit_code?: (version: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

/** Fetch it when the page has nothing else to do, and offer it. */
export function offerCode(): void {
  const folder = labextensions();
  if (folder === null || !globalThis.crypto?.subtle) return; // an insecure page has no digests
  let held: Promise<Held> | null = null;
  // `no-cache` asks whether it has changed: after an upgrade of the package it has.
  const get = (): Promise<Held> => (held ??= download(`${folder}/${FILE}`));
  (globalThis as Page).__threedkit_code = async (version) => {
    const { code, version: found } = await get();
    return found === version ? code : null;
  };
  const idle = globalThis.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1000));
  idle(() => void get());
}

interface Held {
  code: Uint8Array<ArrayBuffer> | null;
  version: string;
}

async function download(url: string): Promise<Held> {
  try {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) return { code: null, version: "" };
    const code = new Uint8Array(await answer.arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", code));
    const version = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return { code, version };
  } catch (error) {
    console.info("threedkit: the server does not offer the view's code; the kernel sends it", error);
    return { code: null, version: "" };
  }
}

/** Where the server has the files of extensions; null where the page does not say. */
function labextensions(): string | null {
  const told = document.getElementById("jupyter-config-data")?.textContent;
  const config = told ? (JSON.parse(told) as Record<string, unknown>) : {};
  const url = config["fullLabextensionsUrl"];
  return typeof url === "string" ? url : null;
}
