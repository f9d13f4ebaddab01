// Distances: two picks, a line between them in the picture, and its length in the unit that was chosen.

import { h, iconButton, s } from "./dom.ts";
import type { Vec3, ViewportPort } from "./ports.ts";
import { UNITS, type Measurement, type Unit } from "./state.ts";
import type { Part, Tools } from "./tools.ts";
import { length, middle, subtract } from "./vectors.ts";

const DIGITS = 4;

/** "1.234 m": four significant digits, never in powers of ten for what people build. */
export function distance({ a, b }: Measurement, unit: Unit): string {
  const value = length(subtract(b, a)) / UNITS[unit];
  const text = value >= 1e7 || (value > 0 && value < 1e-4) ? value.toExponential(3) : String(Number(value.toPrecision(DIGITS)));
  return `${text} ${unit}`;
}

export interface Measure extends Part {
  toggle(): void;
  readonly on: boolean;
  stop(): void;
  /** Called when the tool is taken up or laid down. */
  changed: (on: boolean) => void;
}

/** The lines over the picture, and the bar of the tool while it is in hand. */
export function measure({ viewport, state, ends, say }: Tools): Measure {
  const drawing = s("svg", { class: "tk-measurements", role: "img", "aria-label": "Measurements" });
  const select = h("select", { class: "tk-select", "aria-label": "Unit", title: "Unit" });
  for (const unit of Object.keys(UNITS)) select.append(h("option", { value: unit }, unit));
  const hint = h("span", { class: "tk-chip-text" });
  const clear = h("button", { type: "button", class: "tk-link" }, "Clear");
  const leave = iconButton("close", "Stop measuring", { key: "Esc" });
  const bar = h("div", { class: "tk-chip tk-measure-bar", role: "group", "aria-label": "Measure", hidden: true }, hint, select, clear, leave);
  const element = h("div", { class: "tk-over" }, drawing as unknown as HTMLElement, bar);
  let first: Vec3 | null = null;
  let pointer: { x: number; y: number } | null = null;

  const draw = (): void => {
    const unit = state.get("unit");
    const parts = state.get("measurements").flatMap((one) => line(viewport, one.a, one.b, distance(one, unit)));
    if (first) parts.push(...loose(viewport, first, pointer));
    drawing.replaceChildren(...parts);
  };
  const instrument: Measure = {
    element,
    get on() {
      return viewport.tool === "measure";
    },
    toggle: () => (instrument.on ? instrument.stop() : start()),
    stop() {
      if (!instrument.on) return;
      viewport.tool = null;
      first = null;
      bar.hidden = true;
      draw();
      instrument.changed(false);
    },
    changed: () => undefined,
  };
  function start(): void {
    viewport.tool = "measure";
    bar.hidden = false;
    ask();
    instrument.changed(true);
  }
  const ask = (): void => {
    hint.textContent = first ? "Second point" : "First point";
    clear.hidden = state.get("measurements").length === 0;
  };
  function picked(point: Vec3): void {
    if (first) {
      const one = { a: first, b: point };
      first = null;
      state.set("measurements", [...state.get("measurements"), one]);
      say(distance(one, state.get("unit")));
    } else {
      first = point;
    }
    ask();
    draw();
  }
  select.addEventListener("change", () => state.set("unit", select.value as Unit));
  clear.addEventListener("click", () => {
    first = null;
    state.set("measurements", []);
    ask();
  });
  leave.addEventListener("click", () => instrument.stop());
  ends.listen(viewport.element, "pointermove", (event: PointerEvent) => {
    if (!first) return;
    const at = viewport.element.getBoundingClientRect();
    pointer = { x: event.clientX - at.left, y: event.clientY - at.top };
    draw();
  });
  ends.add(
    viewport.on("pick", ({ hit, double }) => {
      if (double) return;
      if (instrument.on && hit) picked(hit.point);
      else if (instrument.on) say("Nothing is there: pick a point on a surface");
    }),
    viewport.on("camera", draw),
    viewport.on("resize", draw),
    state.watch("measurements", draw),
    state.watch("unit", (unit) => {
      select.value = unit;
      draw();
    }),
  );
  return instrument;
}

function line(viewport: ViewportPort, a: Vec3, b: Vec3, text: string): SVGElement[] {
  const [from, to, label] = [a, b, middle({ min: a, max: b })].map((point) => viewport.project(point)) as [Spot, Spot, Spot];
  if (!from.inFront || !to.inFront) return [];
  return [
    s("line", { class: "tk-line-under", x1: from.x, y1: from.y, x2: to.x, y2: to.y }),
    s("line", { class: "tk-line-over", x1: from.x, y1: from.y, x2: to.x, y2: to.y }),
    ...[from, to].map(({ x, y }) => s("circle", { class: "tk-end", cx: x, cy: y, r: 3 })),
    s("text", { class: "tk-length", x: label.x, y: label.y - 6 }, text),
  ];
}

type Spot = ReturnType<ViewportPort["project"]>;

function loose(viewport: ViewportPort, from: Vec3, pointer: { x: number; y: number } | null): SVGElement[] {
  const start = viewport.project(from);
  if (!start.inFront) return [];
  const end = s("circle", { class: "tk-end", cx: start.x, cy: start.y, r: 3 });
  return pointer ? [s("line", { class: "tk-line-loose", x1: start.x, y1: start.y, x2: pointer.x, y2: pointer.y }), end] : [end];
}
