// Frames that an engine draws in the kernel or on a cluster take the place of the stage's pictures; picks ask it as well.

import { Ends, h, uid } from "../chrome/dom.ts";
import type { Host } from "../host.ts";
import type { DrawnByMessage, FrameMessage, PickAnswerMessage } from "../protocol.ts";
import type { Viewport } from "../viewport.ts";
import type { Found } from "../viewport-events.ts";
import css from "./pictures.css";

const PICK_SECONDS = 20;
const TOLD_SECONDS = 8;

/** Listens for who draws, and shows the frames; ends with the view. */
export function remote(viewport: Viewport, host: Host): { dispose(): void } {
  const ends = new Ends();
  const waiting = new Map<string, (found: Found) => void>();
  const words = h("span", { role: "status" });
  const other = h("button", { type: "button", class: "tk-text-button", hidden: true, "data-threedkit-chrome": true });
  const chip = h("div", { class: "tk-drawn-by", hidden: true }, words, other);
  viewport.element.append(h("style", {}, css), chip);
  ends.listen(other, "click", () => host.send({ type: "draw", by: viewport.source === "remote" ? "browser" : "remote" }));
  let shown = 0;
  let timer = 0;
  let drawn = 0;
  // Who saves stills (JupyterLab's extension) sees by this whether there is another picture.
  ends.add(viewport.on("frame", ({ whole }) => void (whole && (viewport.canvas.dataset["drawn"] = String((drawn += 1))))));

  const epochOf = (): number => viewport.model?.epoch ?? -1;
  const pick = (x: number, y: number): Promise<Found> =>
    new Promise((resolve) => {
      const id = uid("pick");
      const done = (found: Found): void => {
        clearTimeout(late);
        waiting.delete(id);
        resolve(found);
      };
      const late = window.setTimeout(() => done({ hit: null, epoch: epochOf() }), 1000 * PICK_SECONDS);
      waiting.set(id, done);
      host.send({ type: "pick-ask", id, x, y, width: viewport.width, height: viewport.height });
    });

  /** Say who draws, and after a while only that it is not the browser. */
  const tell = (text: string, title: string): void => {
    words.textContent = text;
    chip.title = title;
    chip.hidden = text === "";
  };

  const drawnBy = ({ by, reason, failed = false, offer = false }: DrawnByMessage): void => {
    clearTimeout(timer);
    const elsewhere = by === "remote";
    viewport.source = elsewhere ? "remote" : "stage";
    viewport.picker = elsewhere ? pick : null;
    viewport.element.classList.toggle("tk-remote", elsewhere);
    shown = 0;
    const waits = `${reason || "Drawn by an engine"}: waiting for its picture …`;
    other.hidden = !offer;
    other.textContent = elsewhere ? "in the browser" : "full picture";
    tell(elsewhere && !failed ? waits : reason, reason);
    if (!elsewhere) viewport.invalidate();
  };

  const frame = async (message: FrameMessage, data: Uint8Array): Promise<void> => {
    try {
      const image = await createImageBitmap(new Blob([data as BlobPart], { type: message.mime }));
      if (viewport.source === "remote") {
        viewport.paint(image, !message.final);
        viewport.events.emit("frame", { milliseconds: 0, whole: message.final });
        shown += 1;
        if (shown === 1) {
          tell(chip.title || "Drawn by an engine", chip.title);
          timer = window.setTimeout(() => tell("engine", chip.title), 1000 * TOLD_SECONDS);
        }
      }
      image.close();
    } finally {
      const { playing, time } = viewport.player;
      host.send({ type: "frame-ack", seq: message.seq, time: playing ? time : null });
    }
  };

  ends.add(
    host.on((message, buffers) => {
      if (message.type === "drawn-by") drawnBy(message);
      else if (message.type === "frame" && buffers[0]) void frame(message, buffers[0]);
      else if (message.type === "pick-answer") answered(message);
    }),
  );

  function answered({ id, hit, epoch = epochOf() }: PickAnswerMessage): void {
    waiting.get(id)?.({ hit, epoch });
  }

  return {
    dispose() {
      clearTimeout(timer);
      ends.end();
      waiting.forEach((done) => done({ hit: null, epoch: epochOf() }));
      chip.remove();
    },
  };
}
