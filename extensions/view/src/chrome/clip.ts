// A plane that cuts the scene open: axis, place, side.

import { checkRow, numberRow, selectRow } from "./controls.ts";
import { h } from "./dom.ts";
import type { Clipping, Vec3 } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";

const SQUARE = 1e-6;

/** The axis that a plane stands on; null where it is oblique (set from Python). */
export function axisOf({ normal }: Clipping): { axis: number; sign: number } | null {
  const axis = normal.findIndex((part) => Math.abs(Math.abs(part) - 1) < SQUARE);
  return axis < 0 ? null : { axis, sign: Math.sign(normal[axis]!) };
}

export function plane(axis: number, sign: number, place: number): Clipping {
  const normal = [0, 0, 0].map((_, at) => (at === axis ? sign : 0)) as Vec3;
  return { normal, offset: sign * place };
}

export interface ClipPanel extends Part {
  toggle(): void;
  flip(): void;
}

export function clipPanel({ viewport, state, ends }: Tools): ClipPanel {
  let last = plane(0, 1, 0);
  let placed = false;

  /** The last plane; at first through the middle of the scene. */
  function remembered(): Clipping {
    const box = viewport.bounds();
    if (!placed && box) last = plane(0, 1, (box.min[0] + box.max[0]) / 2);
    return last;
  }
  const set = (clipping: Clipping | null): void => state.set("clipping", clipping);
  const on = checkRow("Cut", (value) => set(value ? remembered() : null));
  const axis = selectRow("Across", [["0", "X"], ["1", "Y"], ["2", "Z"], ["", "Oblique"]], (value) => {
    if (value === "") return show(state.get("clipping"));
    const at = Number(value);
    const box = viewport.bounds();
    set(plane(at, 1, box ? (box.min[at]! + box.max[at]!) / 2 : 0));
  });
  const place = numberRow("Place", { slider: true, step: 0.01, unit: "m" }, (value) => {
    const found = axisOf(remembered());
    set(found ? plane(found.axis, found.sign, value) : { ...remembered(), offset: value });
  });
  const other = h("button", { type: "button", class: "tk-button" }, "Keep the other side");
  const flip = (): void => {
    const { normal, offset } = remembered();
    set({ normal: normal.map((part) => -part || 0) as Vec3, offset: -offset || 0 });
  };
  other.addEventListener("click", flip);
  const controls = [axis.element, place.element, h("div", { class: "tk-row tk-adder" }, other)];
  const element = h("div", { class: "tk-panel", role: "dialog", "aria-label": "Clipping plane" }, h("h3", {}, "Clipping plane"), on.element, ...controls);

  function limits(axis: number): void {
    const box = viewport.bounds();
    const [low, high] = box ? [box.min[axis]!, box.max[axis]!] : [-1, 1];
    const room = Math.max(high - low, 1e-6) * 0.01;
    place.span(low - room, high + room);
  }

  function show(clipping: Clipping | null): void {
    if (clipping) {
      last = clipping;
      placed = true;
    }
    on.set(clipping !== null);
    controls.forEach((control) => control.classList.toggle("tk-off", clipping === null));
    const now = remembered();
    const found = axisOf(now);
    axis.set(found ? String(found.axis) : "");
    if (found) limits(found.axis);
    place.set(Number((found ? found.sign * now.offset : now.offset).toPrecision(6)));
  }

  ends.add(state.watch("clipping", show), viewport.on("scene", () => show(state.get("clipping"))));
  return { element, toggle: () => set(state.get("clipping") ? null : remembered()), flip };
}
