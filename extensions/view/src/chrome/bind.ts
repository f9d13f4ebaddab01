// The traits that are about the picture, brought to the viewport; with the chrome on or off.

import type { Ends } from "./dom.ts";
import type { ViewportPort } from "./ports.ts";
import type { State } from "./state.ts";

export function bind(viewport: ViewportPort, state: State, frame: HTMLElement, ends: Ends): void {
  const { element } = viewport;
  element.setAttribute("role", "application");
  element.setAttribute("aria-roledescription", "3D view");
  ends.add(
    state.watch("title", (title) => {
      frame.setAttribute("aria-label", title);
      element.setAttribute("aria-label", `${title}. Arrow keys turn, plus and minus zoom, question mark lists all keys.`);
    }),
    state.watch("width", (width) => {
      frame.classList.toggle("tk-wide", width === null);
      if (width !== null) frame.style.setProperty("--tk-width", `${width}px`);
    }),
    state.watch("height", (height) => frame.style.setProperty("--tk-height", `${height}px`)),
    state.watch("theme", (theme) => {
      if (theme === "auto") delete frame.dataset.theme;
      else frame.dataset.theme = theme;
    }),
    state.watch("controls", (on) => frame.classList.toggle("tk-bare", !on)),
    state.watch("exposure", (exposure) => (viewport.exposure = exposure)),
    state.watch("shading", (shading) => (viewport.shading = shading)),
    state.watch("clipping", (clipping) => (viewport.clipping = clipping)),
    state.watch("hover", (hover) => (viewport.hover = hover)),
  );
}
