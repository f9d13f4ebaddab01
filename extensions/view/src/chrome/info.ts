// What the view shows, what it costs, and what it shows otherwise than it is.

import { textRow } from "./controls.ts";
import { h } from "./dom.ts";
import type { Gltf } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";

const PERIOD = 500;

const count = new Intl.NumberFormat("en", { useGrouping: true });

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const [value, unit] = size < 1e6 ? [size / 1e3, "kB"] : size < 1e9 ? [size / 1e6, "MB"] : [size / 1e9, "GB"];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** Bytes of a document's buffers, as they came. */
function size(gltf: Gltf): number {
  const sizes = (list: Gltf[] | undefined): number => (list ?? []).reduce((sum, part) => sum + (part["byteLength"] ?? 0), 0);
  return sizes(gltf.buffers);
}

export interface Info extends Part {
  /** To be called when the panel opens. */
  start(): void;
  /** Called with the number of notes. */
  changed: (notes: number) => void;
}

export function info({ viewport, host, ends }: Tools): Info {
  const notes = h("ul", { class: "tk-notes" });
  const plain = h("p", { class: "tk-hint" }, "Everything is shown as it is.");
  const rows = {
    nodes: textRow("Nodes"), meshes: textRow("Meshes"), materials: textRow("Materials"), textures: textRow("Textures"), lights: textRow("Lights"),
    triangles: textRow("Triangles"), calls: textRow("Draw calls"), frame: textRow("Frame"), bytes: textRow("Geometry"), size: textRow("Picture"),
  };
  const element = h(
    "div", { class: "tk-panel", role: "dialog", "aria-label": "About this view" },
    h("h3", {}, "About this view"), ...Object.values(rows).map((row) => row.element), h("h4", {}, "Shown otherwise than it is"), plain, notes,
  );
  let timer = 0;
  let frame = 0;

  function show(): void {
    const gltf = viewport.model?.gltf ?? {};
    const { triangles, drawCalls } = viewport.stats;
    const number = (list: unknown): string => count.format(Array.isArray(list) ? list.length : 0);
    rows.nodes.set(number(gltf.nodes));
    rows.meshes.set(number(gltf.meshes));
    rows.materials.set(number(gltf.materials));
    rows.textures.set(number(gltf.textures));
    rows.lights.set(number(gltf.extensions?.KHR_lights_punctual?.lights));
    rows.triangles.set(count.format(triangles));
    rows.calls.set(count.format(drawCalls));
    rows.frame.set(frame > 0 ? `${frame.toFixed(1)} ms` : "not yet");
    rows.bytes.set(bytes(size(gltf)));
    rows.size.set(`${Math.round(viewport.width)} × ${Math.round(viewport.height)} px`);
  }
  function list(): void {
    const lines = viewport.model?.notes ?? [];
    notes.replaceChildren(...lines.map((line) => h("li", {}, line)));
    plain.hidden = lines.length > 0;
    part.changed(lines.length);
  }
  const stop = (): void => clearInterval(timer);
  const part: Info = {
    element,
    changed: () => undefined,
    start() {
      stop();
      list();
      show();
      timer = window.setInterval(() => {
        if (!element.isConnected || !element.matches(":popover-open")) stop();
        else show();
      }, PERIOD);
    },
  };
  ends.add(stop, viewport.on("scene", list), host.on(({ type }) => type === "notes" && void setTimeout(list)), viewport.on("frame", ({ milliseconds }) => (frame = milliseconds)));
  return part;
}
