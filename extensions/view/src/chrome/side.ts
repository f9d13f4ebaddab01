// Tree and inspector beside the picture, or under it where there is no room; its edge can be dragged.

import { h, type Ends } from "./dom.ts";
import type { Part } from "./tools.ts";

const WIDTH = 264;
const LEAST = 180;
const MOST = 520;
const STEP = 16;
/** A picture is not squeezed below that; the panel goes under it instead. */
const ROOM = 300;

export interface Side extends Part {
  /** Decide where it stands: the room that there is, and the width that the picture wants; null: all. */
  place(room: number, wanted: number | null): void;
}

/** An edge that is dragged, or moved by arrow keys. */
function splitter(
  direction: "vertical" | "horizontal", label: string, get: () => number, set: (size: number) => void, limits: readonly [number, number], ends: Ends,
): HTMLElement {
  const element = h("div", {
    class: `tk-splitter tk-splitter-${direction}`, role: "separator", tabindex: 0, "aria-orientation": direction, "aria-label": label,
    "aria-valuemin": limits[0], "aria-valuemax": limits[1],
  });
  const put = (size: number): void => {
    const kept = Math.round(Math.min(Math.max(size, limits[0]), limits[1]));
    element.setAttribute("aria-valuenow", String(kept));
    set(kept);
  };
  const along = (event: PointerEvent): number => (direction === "vertical" ? -event.clientX : event.clientY);
  let start: { at: number; size: number } | null = null;
  ends.listen(element, "pointerdown", (event: PointerEvent) => {
    start = { at: along(event), size: get() };
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  ends.listen(element, "pointermove", (event: PointerEvent) => start && put(start.size + along(event) - start.at));
  for (const name of ["pointerup", "pointercancel"]) ends.listen(element, name, () => (start = null));
  ends.listen(element, "keydown", (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP, ArrowDown: STEP, ArrowUp: -STEP }[event.key];
    if (by === undefined) return;
    put(get() + by);
    event.preventDefault();
    event.stopPropagation();
  });
  element.setAttribute("aria-valuenow", String(Math.round(get())));
  return element;
}

/** A part that folds. */
function fold(title: string, part: Part, open: boolean): HTMLDetailsElement {
  return h("details", { class: "tk-fold", open }, h("summary", {}, title), part.element);
}

export function side(variants: Part, tree: Part, inspector: Part, ends: Ends): Side {
  const element = h("aside", { class: "tk-side", "aria-label": "Tree and inspector", hidden: true });
  let width = WIDTH;
  let height = 0; // until it is dragged: a part of the panel
  const edge = splitter("vertical", "Width of the panel", () => width, (size) => {
    width = size;
    element.style.setProperty("--tk-side", `${size}px`);
  }, [LEAST, MOST], ends);
  const between = splitter("horizontal", "Height of the tree", () => height || 0.4 * element.clientHeight, (size) => {
    height = size;
    element.style.setProperty("--tk-tree", `${size}px`);
  }, [66, 900], ends);
  element.append(h("div", { class: "tk-stack" }, variants.element, fold("Scene", tree, true), between, fold("Inspector", inspector, true)), edge);
  return {
    element,
    place(room, wanted) {
      const left = room - width;
      element.parentElement?.classList.toggle("tk-below", left < Math.min(wanted ?? ROOM, ROOM));
    },
  };
}
