// The keys and gestures, over the view.

import type { Action } from "./actions.ts";
import { h, iconButton, type Ends } from "./dom.ts";
import type { Part } from "./tools.ts";

const GESTURES: readonly (readonly [string, string])[] = [
  ["Drag", "Turn"],
  ["Right drag, ⇧ drag", "Move"],
  ["Wheel, after a click", "Nearer, farther"],
  ["Click", "Select"],
  ["Double click", "Turn about that point"],
  ["Arrow keys", "Turn"],
  ["⇧ arrow keys", "Move"],
  ["+ −", "Nearer, farther"],
  ["One finger", "Turn"],
  ["Two fingers", "Move, nearer, farther"],
];

export interface Help extends Part {
  toggle(): void;
}

export function help(frame: HTMLElement, all: readonly Action[], ends: Ends): Help {
  const close = iconButton("close", "Close");
  const lines = (entries: readonly (readonly [string, string])[]): HTMLElement =>
    h("dl", {}, ...entries.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]));
  const group = (title: string, entries: readonly (readonly [string, string])[]): HTMLElement =>
    h("section", {}, h("h4", {}, title), lines(entries));
  const groups = [...new Set(all.map((action) => action.group))];
  const element = h(
    "div", { class: "tk-popover tk-help", popover: "auto", role: "dialog", "aria-label": "Keys of the view" },
    h("header", {}, h("h3", {}, "Keys and gestures"), close),
    h("div", { class: "tk-help-columns" },
      group("Mouse, arrow keys, touch", GESTURES),
      ...groups.map((name) => group(name, all.filter((action) => action.group === name).map(({ shown, label }) => [shown, label] as const))),
    ),
  );
  close.addEventListener("click", () => element.hidePopover());
  frame.append(element);
  ends.listen(element, "keydown", (event: KeyboardEvent) => {
    if (event.key === "?") element.hidePopover();
  });
  ends.listen(element, "toggle", (event: ToggleEvent) => event.newState === "open" && !element.matches(":focus-within") && close.focus());
  return { element, toggle: () => element.togglePopover() };
}
