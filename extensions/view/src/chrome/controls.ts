// Rows of a panel: a label and a control. Each is told values with `set` and tells them by its `change`.

import { fromHex, toHex } from "./color.ts";
import { h, uid } from "./dom.ts";
import type { Vec3 } from "./ports.ts";
import { format, parse } from "./vectors.ts";

export interface Row<T> {
  readonly element: HTMLElement;
  set(value: T): void;
  /** Show why a value was refused, until another is tried. */
  complain(message: string): void;
}

function row(label: string, id: string, ...controls: HTMLElement[]): { element: HTMLElement; complain(text: string): void } {
  const problem = h("div", { class: "tk-problem", role: "alert", id: `${id}-problem`, hidden: true });
  const name = h("label", { class: "tk-label", for: id, title: label }, label);
  const element = h("div", { class: "tk-row" }, name, h("div", { class: "tk-control" }, ...controls), problem);
  const complain = (text: string): void => {
    problem.textContent = text;
    problem.hidden = text === "";
    for (const control of element.querySelectorAll("input, select")) control.toggleAttribute("aria-invalid", text !== "");
  };
  for (const event of ["input", "keydown", "pointerdown"]) element.addEventListener(event, () => complain(""));
  return { element, complain };
}

export interface NumberOptions {
  min?: number;
  max?: number;
  /** How much an arrow key adds. */
  step?: number;
  unit?: string;
  /** With a slider, over [min, max] or over `span`, the range of what is usual. */
  slider?: boolean;
  span?: [number, number];
  /** The slider runs over powers of ten. */
  log?: boolean;
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** An input for a number: arrow keys step (Shift: ten times), Enter or leaving it commits. */
export function numberInput(
  label: string, options: NumberOptions, change: (value: number) => void, id = uid("number"),
): { element: HTMLInputElement; set(value: number): void; step(by: number): void } {
  const { min = -Infinity, max = Infinity, step = 0.01 } = options;
  const element = h("input", {
    id, class: "tk-number", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", role: "spinbutton",
    "aria-label": options.unit ? `${label}, ${options.unit}` : label,
    "aria-valuemin": Number.isFinite(min) ? min : undefined, "aria-valuemax": Number.isFinite(max) ? max : undefined,
  });
  let value = 0;
  let typing = false; // what is being typed is not overwritten
  const set = (next: number): void => {
    value = next;
    element.setAttribute("aria-valuenow", String(next));
    const text = format(next, 5);
    if (element.value !== text && !typing) element.value = text;
  };
  const commit = (next: number): void => {
    typing = false;
    const kept = Number.isNaN(next) ? value : clamp(next, min, max);
    const changed = kept !== value;
    set(kept);
    if (changed) change(kept);
  };
  const stepped = (by: number): void => commit(Number((value + by * step).toPrecision(12)));
  // What is shown is shorter than the value: only what was typed replaces it.
  const typed = (): void => {
    if (typing) commit(parse(element.value));
  };
  element.addEventListener("input", () => (typing = true));
  element.addEventListener("change", typed);
  element.addEventListener("blur", typed);
  element.addEventListener("focus", () => element.select());
  element.addEventListener("keydown", (event) => {
    const size = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
    if (event.key === "ArrowUp") stepped(size);
    else if (event.key === "ArrowDown") stepped(-size);
    else if (event.key === "Escape" && typing) commit(value); // a second one closes the panel
    else if (event.key === "Enter") typed(); // in a notebook it would not come to a change
    else return;
    event.preventDefault();
  });
  return { element, set, step: stepped };
}

/** Dragging a label sideways changes its number. */
function scrub(label: HTMLElement, step: (by: number) => void): void {
  label.classList.add("tk-scrub");
  let last: number | null = null;
  let rest = 0;
  label.addEventListener("pointerdown", (event) => {
    last = event.clientX;
    rest = 0;
    label.setPointerCapture(event.pointerId);
  });
  label.addEventListener("pointermove", (event) => {
    if (last === null) return;
    rest += (event.clientX - last) / 2;
    last = event.clientX;
    const whole = Math.trunc(rest);
    if (whole !== 0) step(event.shiftKey ? 10 * whole : whole);
    rest -= whole;
  });
  for (const end of ["pointerup", "pointercancel"]) label.addEventListener(end, () => (last = null));
}

export interface NumberRow extends Row<number> {
  /** Another range of the slider. */
  span(low: number, high: number): void;
}

export function numberRow(label: string, options: NumberOptions, change: (value: number) => void): NumberRow {
  const { slider = false, log = false } = options;
  let [low, high] = options.span ?? [options.min ?? 0, options.max ?? 1];
  const id = uid("number");
  const input = numberInput(label, options, (value) => {
    show(value);
    change(value);
  }, id);
  const to = (value: number): number => (log ? Math.log10(Math.max(value, low)) : value);
  const from = (value: number): number => Number((log ? 10 ** value : value).toPrecision(4));
  const range = h("input", { type: "range", class: "tk-range", "aria-label": label });
  const span = (least: number, most: number): void => {
    [low, high] = [least, most];
    range.min = String(to(low));
    range.max = String(to(high));
    range.step = String((to(high) - to(low)) / 400);
  };
  span(low, high);
  const show = (value: number): void => {
    range.value = String(clamp(to(value), to(low), to(high)));
    range.style.setProperty("--at", `${(100 * (Number(range.value) - to(low))) / (to(high) - to(low))}%`);
    if (log) range.setAttribute("aria-valuetext", format(value));
  };
  range.addEventListener("input", () => {
    const value = from(Number(range.value));
    input.set(value);
    show(value);
    change(value);
  });
  const parts = slider ? [range, input.element] : [input.element];
  const { element, complain } = row(options.unit ? `${label} (${options.unit})` : label, id, ...parts);
  scrub(element.querySelector("label") as HTMLElement, input.step);
  return {
    element, complain, span,
    set(value) {
      input.set(value);
      show(value);
    },
  };
}

/** Three numbers in a line. */
export function vectorRow(label: string, options: NumberOptions, change: (value: Vec3) => void): Row<Vec3> {
  const id = uid("vector");
  let value: Vec3 = [0, 0, 0];
  const inputs = (["x", "y", "z"] as const).map((axis, at) =>
    numberInput(`${label} ${axis}`, options, (number) => {
      value = value.map((old, other) => (other === at ? number : old)) as Vec3;
      change(value);
    }, at === 0 ? id : uid("number")),
  );
  const boxes = inputs.map((input, at) => h("span", { class: `tk-axis tk-axis-${"xyz"[at]}` }, input.element));
  const { element, complain } = row(options.unit ? `${label} (${options.unit})` : label, id, ...boxes);
  return {
    element, complain,
    set(next) {
      value = next;
      inputs.forEach((input, at) => input.set(next[at] as number));
    },
  };
}

/** A colour, linear RGB here and sRGB in the picker. */
export function colorRow(label: string, change: (value: Vec3) => void): Row<Vec3> {
  const id = uid("color");
  const picker = h("input", { id, type: "color", class: "tk-color", "aria-label": label });
  const code = h("input", {
    type: "text", class: "tk-number tk-code", maxlength: 7, autocomplete: "off", spellcheck: "false",
    "aria-label": `${label}, as #rrggbb`,
  });
  picker.addEventListener("input", () => {
    code.value = picker.value;
    change(fromHex(picker.value));
  });
  const typed = (): void => {
    const text = code.value.startsWith("#") ? code.value : `#${code.value}`;
    if (/^#[0-9a-f]{6}$/i.test(text) && text.toLowerCase() !== picker.value) {
      picker.value = text.toLowerCase();
      change(fromHex(picker.value));
    }
    code.value = picker.value;
  };
  code.addEventListener("change", typed);
  code.addEventListener("keydown", (event) => event.key === "Enter" && typed());
  const { element, complain } = row(label, id, picker, code);
  return {
    element, complain,
    set(value) {
      const hex = toHex(value);
      if (picker.value !== hex) picker.value = hex;
      code.value = hex;
    },
  };
}

export function checkRow(label: string, change: (value: boolean) => void): Row<boolean> {
  const id = uid("check");
  const box = h("input", { id, type: "checkbox", class: "tk-check" });
  box.addEventListener("change", () => change(box.checked));
  const { element, complain } = row(label, id, box);
  return {
    element, complain,
    set(value) {
      box.checked = value;
    },
  };
}

/** A choice; `options` are [value, words]. */
export function selectRow(
  label: string, options: readonly (readonly [string, string])[], change: (value: string) => void,
): Row<string> {
  const id = uid("select");
  const select = h("select", { id, class: "tk-select" });
  for (const [value, words] of options) select.append(h("option", { value }, words));
  select.addEventListener("change", () => change(select.value));
  const { element, complain } = row(label, id, select);
  return {
    element, complain,
    set(value) {
      select.value = value;
    },
  };
}

/** Something to read. */
export function textRow(label: string, text = ""): Row<string> {
  const value = h("span", { class: "tk-value" }, text);
  const element = h("div", { class: "tk-row" }, h("span", { class: "tk-label" }, label), h("div", { class: "tk-control" }, value));
  return {
    element,
    complain: () => undefined,
    set(next) {
      if (value.textContent !== next) value.textContent = next;
    },
  };
}
