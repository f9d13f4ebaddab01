// What anywidget gets as `_esm`: a few lines. The bundle travels once a page, when the first view asks for it.
const PATIENCE = 15000;

/** Ask the kernel for the bundle through one model; resolves with its module. */
function ask(model, version) {
  return new Promise((resolve, reject) => {
    const heard = (message, buffers) => {
      if (message.type !== "bundle" || message.version !== version) return;
      model.off("msg:custom", heard);
      clearTimeout(timer);
      const url = URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }));
      import(/* @vite-ignore */ url).then(resolve, reject).finally(() => URL.revokeObjectURL(url));
    };
    const timer = setTimeout(() => {
      model.off("msg:custom", heard);
      reject(new Error("threedkit: the kernel did not send the view's code (is it busy, or gone?)"));
    }, PATIENCE);
    model.on("msg:custom", heard);
    model.send({ type: "need-bundle", version });
  });
}

/** The module of this version, from the page or from the kernel; a model that does not answer is not the last word. */
async function bundle(model, alive) {
  const version = model.get("_version");
  const known = (globalThis.__threedkit_view ??= {});
  for (;;) {
    known[version] ??= ask(model, version).catch((error) => {
      delete known[version];
      throw error;
    });
    try {
      return await known[version];
    } catch (error) {
      if (!alive()) throw error;
    }
  }
}

export default {
  async render({ model, el }) {
    let alive = true;
    let mounted;
    const ready = bundle(model, () => alive).then((view) => {
      if (alive) mounted = view.mount(el, view.widgetHost(model));
    });
    ready.catch((error) => {
      if (alive) console.error(error);
    });
    return () => {
      alive = false;
      mounted?.dispose();
    };
  },
};
