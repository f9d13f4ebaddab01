// The picture of `view.render()` over the live one: it sharpens as its parts come; a bar to compare, to cancel, to close.

import { sameView } from "../camera.ts";
import { Ends, h, iconButton } from "../chrome/dom.ts";
import type { Host } from "../host.ts";
import type { CameraState, OverlayMessage } from "../protocol.ts";
import type { Viewport } from "../viewport.ts";

const STEP = 5;

/** Shows what `overlay` messages bring; ends with the view. */
export function overlay(viewport: Viewport, host: Host): { dispose(): void } {
  let sheet: Sheet | null = null;
  const off = host.on((message, buffers) => {
    if (message.type !== "overlay") return;
    if (message.state === "closed") {
      if (sheet?.id === message.id) sheet.dispose();
      return;
    }
    if (!sheet || sheet.id !== message.id || sheet.disposed) {
      sheet?.dispose();
      sheet = new Sheet(viewport, host, message.id);
    }
    sheet.take(message, buffers[0]);
  });
  return {
    dispose() {
      off();
      sheet?.dispose();
    },
  };
}

/** One rendering over a view. */
class Sheet {
  readonly id: string;
  disposed = false;
  readonly #viewport: Viewport;
  readonly #host: Host;
  readonly #ends = new Ends();
  readonly #picture = h("img", { class: "tk-rendering", alt: "rendered picture of the view", draggable: "false", hidden: true });
  readonly #wipe = h("div", {
    class: "tk-wipe", role: "slider", tabindex: "0", "aria-label": "compare: rendered to the left, live to the right",
    "aria-valuemin": "0", "aria-valuemax": "100", "data-threedkit-chrome": true, hidden: true,
  });
  readonly #progress = h("progress", { max: "1", value: "0", "aria-label": "rendered" });
  readonly #text = h("span", { class: "tk-rendering-text", role: "status" });
  readonly #toggle = h("button", { type: "button", class: "tk-text-button", onclick: () => this.#switch() }, "live");
  readonly #cancel = h("button", { type: "button", class: "tk-text-button", onclick: () => this.#tell("cancel") }, "cancel");
  readonly #element: HTMLElement;
  #url = "";
  /** Where it was taken from. */
  #camera: CameraState;
  /** What the user wants to see: the rendering, where it was taken from, or the live picture. */
  #wanted = true;
  #shown = true;
  #at = 100;

  constructor(viewport: Viewport, host: Host, id: string) {
    this.id = id;
    this.#viewport = viewport;
    this.#host = host;
    this.#camera = viewport.camera;
    const close = iconButton("close", "close the rendered picture", { onclick: () => this.#close() });
    const bar = h(
      "div", { class: "tk-rendering-bar", "data-threedkit-chrome": true },
      this.#progress, this.#text, this.#cancel, this.#toggle, close,
    );
    this.#element = h("div", { class: "tk-rendering-sheet" }, this.#picture, this.#wipe, bar);
    viewport.element.append(this.#element);
    this.#ends.listen(this.#wipe, "pointerdown", (event: PointerEvent) => this.#drag(event));
    this.#ends.listen(this.#wipe, "keydown", (event: KeyboardEvent) => this.#key(event));
    this.#ends.listen(this.#picture, "load", () => this.#show());
    this.#ends.add(viewport.on("camera", () => this.#seen === this.#shown || this.#show()));
    this.#ends.add(viewport.on("disposed", () => this.dispose()));
  }

  take(message: OverlayMessage, data: Uint8Array | undefined): void {
    const runs = message.state === "running";
    this.#camera = message.camera ?? this.#camera;
    if (data && message.mime) {
      const before = this.#url;
      this.#url = URL.createObjectURL(new Blob([data as BlobPart], { type: message.mime }));
      this.#picture.src = this.#url;
      this.#picture.hidden = false;
      if (before) URL.revokeObjectURL(before);
    }
    this.#progress.value = message.progress ?? 0;
    this.#progress.hidden = !runs;
    this.#cancel.hidden = !runs;
    this.#toggle.hidden = this.#picture.hidden;
    this.#text.textContent = message.text ?? "";
    this.#element.classList.toggle("tk-failed", message.state === "failed");
    this.#show();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.#ends.end();
    this.#element.remove();
    if (this.#url) URL.revokeObjectURL(this.#url);
  }

  #tell(action: "cancel" | "close"): void {
    this.#host.send({ type: "overlay", id: this.id, action });
  }

  #close(): void {
    this.#tell("close");
    this.dispose();
  }

  /** Show the rendered picture where it was taken from, else the live one. */
  #show(): void {
    const seen = (this.#shown = this.#seen);
    this.#picture.style.visibility = seen ? "visible" : "hidden";
    this.#wipe.hidden = !seen || this.#picture.hidden;
    this.#toggle.textContent = seen ? "live" : "rendered";
    this.#wiped(this.#at);
  }

  get #seen(): boolean {
    return this.#wanted && sameView(this.#viewport.camera, this.#camera);
  }

  #switch(): void {
    this.#wanted = !this.#seen;
    if (this.#wanted) this.#viewport.setCamera(this.#camera);
    this.#show();
  }

  #wiped(at: number): void {
    this.#at = Math.min(Math.max(at, 0), 100);
    const { offsetWidth } = this.#picture;
    const { width } = this.#viewport;
    const right = (width + offsetWidth) / 2; // it stands in the middle
    const cut = Math.min(Math.max(right - (this.#at / 100) * width, 0), offsetWidth);
    this.#picture.style.clipPath = `inset(0 ${cut}px 0 0)`;
    this.#wipe.style.left = `${this.#at}%`;
    this.#wipe.setAttribute("aria-valuenow", String(Math.round(this.#at)));
  }

  #drag(event: PointerEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.#wipe.setPointerCapture(event.pointerId);
    const box = this.#viewport.element.getBoundingClientRect();
    const moved = (now: PointerEvent): void => this.#wiped((100 * (now.clientX - box.left)) / box.width);
    this.#wipe.addEventListener("pointermove", moved);
    const end = (): void => this.#wipe.removeEventListener("pointermove", moved);
    this.#wipe.addEventListener("pointerup", end, { once: true });
    this.#wipe.addEventListener("pointercancel", end, { once: true });
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -100, End: 100 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#wiped(this.#at + by);
  }
}
