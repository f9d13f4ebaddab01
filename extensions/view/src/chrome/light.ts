// The light from around, what is seen behind, and how bright the picture is.

import { colorRow, numberRow, selectRow } from "./controls.ts";
import { h } from "./dom.ts";
import { keyOf } from "./editor.ts";
import type { EnvironmentState } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";
import { DEGREES } from "./vectors.ts";

/** An angle from -180 to 180 degrees. */
const turned = (radians: number): number => ((((radians * DEGREES + 180) % 360) + 360) % 360) - 180;

export function lightPanel({ viewport, state, editor, host, ends, say }: Tools): Part {
  const change = (part: Partial<EnvironmentState>): void => {
    const now = viewport.model?.environment;
    const [field, value] = Object.entries(part)[0] as [string, unknown];
    if (now) editor.change({ target: "environment", value: { ...now, ...part } }, { target: "environment", index: null, field, value });
  };
  const rows = {
    intensity: numberRow("Surround", { slider: true, min: 0, span: [0, 4] }, (intensity) => change({ intensity })),
    rotation: numberRow("Turned", { slider: true, span: [-180, 180], step: 1, unit: "°" }, (angle) => change({ rotation: angle / DEGREES })),
    background: selectRow("Background", [["color", "Plain colour"], ["environment", "Surroundings"]], (value) => {
      change({ background: value as EnvironmentState["background"] });
    }),
    background_color: colorRow("Colour", (color) => change({ background_color: color })),
  };
  const exposure = numberRow(
    "Exposure", { slider: true, min: 1e-6, span: [1 / 64, 64], log: true, step: 0.1 }, (value) => state.set("exposure", value),
  );
  const preset = selectRow("Preset", [], (name) => {
    if (name) editor.change(null, { target: "environment", index: null, field: "preset", value: name });
  });
  const none = h("p", { class: "tk-hint" }, "The scene has no light from around; choose a preset to give it one.");
  const about = h("div", {}, ...Object.values(rows).map((row) => row.element));
  const element = h("div", { class: "tk-panel", role: "dialog", "aria-label": "Light" }, h("h3", {}, "Light"), exposure.element, preset.element, none, about);

  function show(): void {
    const now = viewport.model?.environment ?? null;
    about.hidden = now === null;
    none.hidden = now !== null || !host.live;
    if (now === null) return;
    rows.intensity.set(now.intensity);
    rows.rotation.set(Number(turned(now.rotation).toFixed(1)));
    rows.background.set(now.background);
    rows.background_color.set(now.background_color);
    rows.background_color.element.hidden = now.background !== "color";
  }

  function showPresets(): void {
    const names = state.get("presets");
    preset.element.hidden = !host.live || names.length === 0;
    const select = preset.element.querySelector("select") as HTMLSelectElement;
    select.replaceChildren(h("option", { value: "", disabled: true }, "Its own"), ...names.map((name) => h("option", { value: name }, name)));
    preset.set(state.get("preset"));
  }

  ends.add(
    state.watch("exposure", (value) => exposure.set(value)),
    state.watch("presets", showPresets),
    state.watch("preset", showPresets),
    viewport.on("scene", show),
    viewport.on("edit", ({ target }) => target === "environment" && show()),
    editor.onRefusal((key, message) => {
      for (const [field, row] of Object.entries(rows)) {
        if (keyOf({ target: "environment", index: null, field }) === key) {
          show();
          row.complain(message);
          say(message, "problem");
        }
      }
    }),
  );
  show();
  return { element };
}
