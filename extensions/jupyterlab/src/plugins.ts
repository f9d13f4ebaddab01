// What JupyterLab activates.

import { offerCode } from "./code.ts";
import type { NotebookPanel, NotebookTracker, Plugin, Shared } from "./lab.ts";
import { makeRendererClass, VIEW_MIME, WIDGET_MIME } from "./renderer.ts";

const BEFORE_WIDGETS = -20; // ipywidgets' own renderer has -10: lower comes first

/** The plugins, made of the modules that JupyterLab shares. */
export function makePlugins(shared: Shared): Plugin[] {
  return [stills(shared), code(shared)];
}

/** The view's code from the server, when a notebook is open. */
function code(shared: Shared): Plugin {
  return {
    id: "threedkit:code",
    description: "The live view's code from the server instead of each kernel",
    autoStart: true,
    requires: [shared.notebook.INotebookTracker],
    activate(_app, tracker) {
      const notebooks = tracker as NotebookTracker;
      let offered = false;
      const offer = (): void => {
        if (!offered) offerCode();
        offered = true;
      };
      notebooks.forEach(offer);
      notebooks.widgetAdded.connect(offer);
    },
  };
}

/** Stills of views: shown where the live view is not to be had, refreshed when the notebook is saved. */
function stills(shared: Shared): Plugin {
  const ViewRenderer = makeRendererClass(shared);
  return {
    id: "threedkit:stills",
    description: "Stills of live views, refreshed on save and shown without a kernel",
    autoStart: true,
    requires: [shared.notebook.INotebookTracker],
    activate(_app, tracker) {
      // The view's code asks: here the still comes from the page, so the kernel need not draw one.
      (globalThis as Record<string, unknown>)["__threedkit_lab"] = true;
      const equip = (panel: NotebookPanel): void => {
        const { rendermime } = panel.content;
        const renderers = new Set<InstanceType<typeof ViewRenderer>>();
        const knows = async (id: string, fresh: boolean): Promise<boolean> => {
          const kernel = panel.sessionContext.session?.kernel;
          if (!kernel || (fresh && kernel.status !== "idle")) return true; // what a running cell shows is there
          const told = await kernel.requestCommInfo({ target_name: "jupyter.widget" }).catch(() => null); // it ends just now
          return !told?.content.comms || id in told.content.comms;
        };
        rendermime.addFactory(
          {
            safe: true, // it makes nothing live of an output that is not trusted
            mimeTypes: [VIEW_MIME],
            createRenderer: () => new ViewRenderer({ rendermime, renderers, knows }),
          },
          BEFORE_WIDGETS,
        );
        // ipywidgets has a renderer that waits, until the kernel is known; those that it finds in outputs it tells, not ours.
        const add = rendermime.addFactory.bind(rendermime);
        rendermime.addFactory = (factory, rank) => {
          add(factory, rank);
          if (factory.mimeTypes.includes(WIDGET_MIME)) renderers.forEach((renderer) => renderer.retry());
        };
        panel.context.saveState.connect((_, state) => {
          if (state === "started") renderers.forEach((renderer) => renderer.refreshStill());
        });
        panel.sessionContext.statusChanged.connect((_, status) => {
          if (["restarting", "autorestarting", "dead", "terminating"].includes(status)) {
            renderers.forEach((renderer) => renderer.kernelGone());
          }
        });
      };
      const notebooks = tracker as NotebookTracker;
      notebooks.forEach(equip);
      notebooks.widgetAdded.connect((_, panel) => equip(panel));
    },
  };
}
