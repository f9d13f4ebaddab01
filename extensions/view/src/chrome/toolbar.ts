// The strip over the picture.

import { addBookmark, goTo, goToBookmark, project, SHADING_NAMES } from "./actions.ts";
import { STANDARD_VIEWS, type StandardView } from "./cameras.ts";
import { h, iconButton, press, relabel } from "./dom.ts";
import type { IconName } from "./icons.ts";
import { fillMenu, popover, type MenuItem, type Popover } from "./popover.ts";
import { SHADINGS } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";

export interface Panels {
  clip: Part;
  light: Part;
  info: Part;
}

export interface Toolbar extends Part {
  readonly buttons: Record<"measure" | "panel" | "info" | "help" | "full", HTMLButtonElement>;
  readonly popovers: Record<"clip" | "light" | "info", Popover>;
}

/** Arrow keys go from button to button; the bar is one stop of the Tab key. */
function rove(bar: HTMLElement): void {
  const all = (): HTMLElement[] => [...bar.querySelectorAll<HTMLElement>(".tk-icon-button")].filter((button) => button.offsetParent !== null);
  const buttons = bar.querySelectorAll<HTMLElement>(".tk-icon-button");
  buttons.forEach((button, place) => (button.tabIndex = place === 0 ? 0 : -1));
  bar.addEventListener("focusin", (event) => {
    if (!all().includes(event.target as HTMLElement)) return;
    buttons.forEach((button) => (button.tabIndex = button === event.target ? 0 : -1));
  });
  bar.addEventListener("keydown", (event) => {
    const shown = all();
    const at = shown.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    shown[(next + shown.length) % shown.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
}

export function toolbar(tools: Tools, panels: Panels): Toolbar {
  const { frame, viewport, host, state, ends } = tools;
  const button = (icon: IconName, label: string, key: string, run?: () => void): HTMLButtonElement => {
    const made = iconButton(icon, label, { key });
    if (run) made.addEventListener("click", run);
    return made;
  };
  const toggle = (icon: IconName, label: string, key: string, name: "grid" | "axes"): HTMLButtonElement => {
    const made = button(icon, label, key, () => state.set(name, !state.get(name)));
    ends.add(state.watch(name, (on) => press(made, on)));
    return made;
  };
  const menu = (icon: IconName, label: string, key: string, items: () => (MenuItem | string)[]): HTMLButtonElement => {
    const made = button(icon, label, key);
    const panel = h("div", { "aria-label": label });
    frame.append(panel);
    const pop = popover(made, panel, ends, () => fillMenu(panel, items, () => pop.close()));
    made.setAttribute("aria-haspopup", "menu");
    return made;
  };
  const opens = (made: HTMLButtonElement, part: Part, opened?: () => void): Popover => {
    made.setAttribute("aria-haspopup", "dialog");
    frame.append(part.element);
    return popover(made, part.element, ends, opened);
  };

  const fit = button("frame", "Frame the selection, or everything", "F", () => tools.frameSelected());
  const views = menu("views", "Views and bookmarks", "", () => viewItems(tools));
  const measure = button("measure", "Measure a distance", "M");
  const clip = button("clip", "Clipping plane", "C");
  const shading = menu("shading", "Shading", "S", () => shadingItems(tools));
  const light = button("light", "Light and exposure", "E");
  const grid = toggle("grid", "Grid", "G", "grid");
  const axes = toggle("axes", "Axes", "A", "axes");
  const info = button("info", "About this view", "I");
  const panel = button("panel", "Tree and inspector", "T");
  const help = button("help", "Keys and gestures", "?");
  const full = button("expand", "Full screen", "⇧ F");
  full.hidden = !document.fullscreenEnabled;
  press(measure, false);
  press(panel, false);

  const gap = (): HTMLElement => h("span", { class: "tk-gap", role: "separator" });
  const element = h(
    "div", { class: "tk-bar", role: "toolbar", "aria-label": "Tools of the view" },
    fit, views, gap(), shading, light, grid, axes, gap(), measure, clip, h("span", { class: "tk-spring" }), info, help, panel, full,
  );
  rove(element);
  const popovers = { clip: opens(clip, panels.clip), light: opens(light, panels.light), info: opens(info, panels.info) };
  ends.add(
    state.watch("clipping", (clipping) => clip.classList.toggle("tk-active", clipping !== null)),
    state.watch("shading", (mode) => shading.classList.toggle("tk-active", mode !== "lit")),
  );
  const drawn = [shading, grid, axes, clip].map((one) => ({ one, title: one.title })); // by three.js, not by an engine
  ends.add(
    host.on((message) => {
      if (message.type !== "drawn-by") return;
      for (const { one, title } of drawn) {
        one.disabled = message.by === "remote";
        one.title = one.disabled ? `${title}: only where the browser draws` : title;
      }
    }),
  );
  ends.listen(document, "fullscreenchange", () => {
    const on = document.fullscreenElement === frame;
    relabel(full, on ? "shrink" : "expand", on ? "Leave full screen" : "Full screen", "⇧ F");
    viewport.invalidate();
  });
  return { element, buttons: { measure, panel, info, help, full }, popovers };
}

function viewItems(tools: Tools): (MenuItem | string)[] {
  const { viewport, state } = tools;
  const { kind } = viewport.camera;
  const bookmarks = state.get("bookmarks");
  return [
    ...Object.entries(STANDARD_VIEWS).map(([name, { label, key }]) => ({ label, key, run: () => goTo(tools, name as StandardView) })),
    "Projection",
    { label: "Perspective", checked: kind === "perspective", run: () => project(tools, "perspective") },
    { label: "Orthographic", checked: kind === "orthographic", run: () => project(tools, "orthographic") },
    "Bookmarks",
    ...bookmarks.map(({ name }, place) => ({
      label: name,
      run: () => goToBookmark(tools, place),
      remove: {
        label: `Remove ${name}`,
        run: () => state.set("bookmarks", state.get("bookmarks").filter((_, other) => other !== place)),
      },
    })),
    { label: "Bookmark this view", key: "B", run: () => addBookmark(tools) },
  ];
}

function shadingItems({ state }: Tools): MenuItem[] {
  const now = state.get("shading");
  return SHADINGS.map((mode) => ({ label: SHADING_NAMES[mode], checked: mode === now, run: () => state.set("shading", mode) }));
}
