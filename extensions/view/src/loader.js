// What anywidget gets as `_esm`: a few lines. The bundle travels once a page, when the first view asks for it.
//
// anywidget imports this anew for each view, and a page never forgets a module: so of those after the first nothing runs,
// and nothing is compiled and kept, but the last lines.
function loader() {
  const PATIENCE = 15000;

  /** The module whose text these bytes are. */
  async function moduleOf(bytes) {
    const url = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
    try {
      return await import(/* @vite-ignore */ url);
    } catch (error) {
      const text = `threedkit: this page does not run the view's code: its content security policy must allow blob: scripts (${error.message})`;
      throw Object.assign(new Error(text), { lasts: true });
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** Ask the kernel for the bundle through one model; resolves with its bytes. */
  function ask(model, version) {
    return new Promise((resolve, reject) => {
      const end = () => {
        model.off("msg:custom", heard);
        clearTimeout(timer);
      };
      const heard = (message, buffers) => {
        if (message.type !== "bundle" || message.version !== version) return;
        end();
        resolve(buffers[0]);
      };
      const timer = setTimeout(() => {
        end();
        const text = "threedkit: the kernel did not send the view's code (is it busy, or gone?)";
        reject(Object.assign(new Error(text), { isLate: true }));
      }, PATIENCE);
      model.on("msg:custom", heard);
      try {
        model.send({ type: "need-bundle", version });
      } catch (error) {
        end();
        reject(new Error(`threedkit: the kernel of this view is gone: run its cell again (${error.message})`));
      }
    });
  }

  /** From the server, where JupyterLab's extension offers this version, else from the kernel. */
  async function get(model, version) {
    const offered = await globalThis.__threedkit_code?.(version);
    return moduleOf(offered ?? (await ask(model, version)));
  }

  /** The module of this version, as the page has it. */
  function bundle(model) {
    const version = model.get("_version");
    const known = (globalThis.__threedkit_view ??= {});
    known[version] ??= get(model, version).catch((error) => {
      if (!error.lasts) delete known[version]; // another view may come to it
      throw error;
    });
    return known[version];
  }

  /** Of models without a view: what the kernel has sent of their scenes. */
  const kept = new Set();

  function keep(model) {
    const messages = [];
    const heard = (message, buffers) => message.early && messages.push([message, buffers]);
    model.on("msg:custom", heard);
    const entry = {
      messages,
      isOf: (id) => model.get("_id") === id, // anywidget gives each call a model object of its own
      end() {
        model.off("msg:custom", heard);
        kept.delete(entry);
      },
    };
    kept.add(entry);
    return entry.end;
  }

  /** What was kept for a model; it is kept no longer. */
  function take(model) {
    const entry = [...kept].find(({ isOf }) => isOf(model.get("_id")));
    entry?.end();
    return entry?.messages;
  }

  return {
    /** The kernel is still packing the scene: get ready meanwhile. */
    initialize({ model }) {
      const end = keep(model);
      bundle(model).then(
        (view) => view.warmUp(model.get("_meshes")).catch(console.warn),
        () => undefined, // the view itself asks again, and says what is wrong
      );
      return end; // called when the model is closed
    },
    async render({ model, el }) {
      let alive = true;
      let mounted;
      const show = async () => {
        let view;
        while (alive && !view) {
          view = await bundle(model).catch((error) => {
            if (!error.isLate) throw error;
            console.warn(error.message); // a kernel that is busy is not the last word
          });
        }
        if (alive) mounted = view.mount(el, view.widgetHost(model, take(model)));
      };
      show().catch((error) => {
        console.error(error);
        if (alive) el.textContent = error.message;
      });
      return () => {
        alive = false;
        mounted?.dispose();
        mounted = undefined; // whoever keeps this function keeps no view
      };
    },
  };
}

const shared = ({ model }) => ((globalThis.__threedkit_loaders ??= {})[model.get("_version")] ??= loader());

export default {
  initialize: (given) => shared(given).initialize(given),
  render: (given) => shared(given).render(given),
};
