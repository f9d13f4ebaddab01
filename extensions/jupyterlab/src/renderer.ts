// Shows the output of a view: the live widget where there is one, else the still that the output holds, with the reason.

import type { LuminoPanel, LuminoWidget, MimeModel, MimeRenderer, RenderMime, Shared } from "./lab.ts";
import { pixels } from "./pixels.ts";

/** Names the widget; beside it in an output stand ipywidgets' own type, and the still as image/png. */
export const VIEW_MIME = "application/vnd.threedkit.view+json";
export const WIDGET_MIME = "application/vnd.jupyter.widget-view+json";
const PNG = "image/png";

const NOT_LIVE = "Saved picture. Run the cell for the live view.";
const NOTHING = "The view has ended. Run the cell again.";
const NOT_TRUSTED = "Saved picture. Trust the notebook and run the cell for the live view.";
const KERNEL_GONE = "The kernel has ended: the view follows it no more. Run the cell again.";
const STYLE = `
.tk-still img { display: block; max-width: 100%; height: auto; }
.tk-still[hidden], .tk-still-note[hidden] { display: none; }
.tk-still-note { font-family: var(--jp-ui-font-family, sans-serif); font-size: var(--jp-ui-font-size1, 13px);
  color: var(--jp-ui-font-color2, #666); padding: 4px 0; }`;

export interface Renderer extends MimeRenderer {
  /** Put what is seen into the output. */
  refreshStill(): void;
  kernelGone(): void;
  /** Another renderer of widgets is there: one that knows the notebook's kernel. */
  retry(): void;
}

/** What a renderer is told of its notebook. */
export interface Home {
  readonly rendermime: RenderMime;
  readonly renderers: Set<Renderer>;
  /** Whether the kernel has a widget; of a `fresh` output it is asked only while no cell runs. */
  knows(id: string, fresh: boolean): Promise<boolean>;
}

/** The class, which needs Lumino's at run time. */
export function makeRendererClass({ widgets }: Shared): new (home: Home) => Renderer {
  return class ViewRenderer extends widgets.Widget implements Renderer {
    readonly #home: Home;
    readonly #still = document.createElement("div");
    readonly #note = document.createElement("div");
    readonly #watcher = new MutationObserver(() => this.#settle());
    readonly #layout: { addWidget(widget: LuminoWidget): void };
    #model: MimeModel | null = null;
    #id = "";
    #live: (MimeRenderer & LuminoPanel) | null = null;
    #saved = "";
    #turn = 0;

    constructor(home: Home) {
      super();
      this.#home = home;
      home.renderers.add(this);
      this.addClass("tk-output");
      const style = document.createElement("style");
      style.textContent = STYLE;
      this.#still.className = "tk-still";
      this.#note.className = "tk-still-note";
      this.#note.setAttribute("role", "status");
      this.#note.hidden = true;
      this.node.append(style, this.#still, this.#note);
      this.#layout = new widgets.PanelLayout();
      this.layout = this.#layout;
    }

    override dispose(): void {
      this.#home.renderers.delete(this);
      this.#watcher.disconnect();
      super.dispose();
    }

    async renderModel(model: MimeModel): Promise<void> {
      this.#model = model;
      const id = String((model.data[VIEW_MIME] as { model_id?: string } | undefined)?.model_id ?? "");
      this.#showStill(model);
      if (id === this.#id && this.#live) return; // the still alone has changed: the view stays
      this.#id = id;
      await this.#revive(model, true);
    }

    /** Have ipywidgets show the widget, unless the kernel does not have it any more: then it would look for it in vain. */
    async #revive(model: MimeModel, fresh: boolean): Promise<void> {
      this.#live?.dispose();
      this.#live = null;
      const turn = (this.#turn += 1);
      const { rendermime } = this.#home;
      const may = model.trusted && WIDGET_MIME in model.data && rendermime.mimeTypes.includes(WIDGET_MIME);
      const known = may && (await this.#home.knows(this.#id, fresh));
      if (turn !== this.#turn || this.isDisposed) return;
      if (known) {
        const live = rendermime.createRenderer(WIDGET_MIME) as MimeRenderer & LuminoPanel;
        this.#live = live;
        this.#layout.addWidget(live);
        this.#watcher.observe(live.node, { childList: true });
        this.#settle();
        await live.renderModel(model);
      }
      this.#settle();
    }

    refreshStill(): void {
      const canvas = this.node.querySelector<HTMLCanvasElement>("canvas.tk-canvas");
      const model = this.#model;
      if (!canvas || !model || !this.#isLive) return;
      canvas.dispatchEvent(new Event("tk-settle")); // the view draws the whole picture, where it shows a draft
      const mark = `${this.#id} ${canvas.dataset["drawn"] ?? performance.now()}`;
      if (mark === this.#saved && PNG in model.data) return;
      const png = pixels(canvas);
      if (!png) return;
      this.#saved = mark;
      model.setData({ data: { ...model.data, [PNG]: png } });
    }

    retry(): void {
      if (this.#model && !this.#isLive) void this.#revive(this.#model, false);
    }

    kernelGone(): void {
      if (this.#isLive) this.#say(KERNEL_GONE);
    }

    get #isLive(): boolean {
      return (this.#live?.widgets.length ?? 0) > 0;
    }

    /** Either the live view is seen, or the still with a word. */
    #settle(): void {
      const live = this.#isLive;
      const still = this.#still.childElementCount > 0;
      this.#still.hidden = live;
      if (live) this.#live?.show();
      else if (still) this.#live?.hide();
      else this.#live?.show(); // ipywidgets says what it waits for
      const why = still ? (this.#model?.trusted ? NOT_LIVE : NOT_TRUSTED) : this.#live ? "" : NOTHING;
      this.#say(live ? "" : why);
    }

    #say(text: string): void {
      this.#note.textContent = text;
      this.#note.hidden = text === "";
    }

    #showStill(model: MimeModel): void {
      const data = model.data[PNG];
      if (typeof data !== "string") return;
      const picture = document.createElement("img");
      picture.src = `data:${PNG};base64,${data.replace(/\s/g, "")}`;
      picture.alt = "saved picture of a 3D view";
      this.#still.replaceChildren(picture);
    }
  };
}
