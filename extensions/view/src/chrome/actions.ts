// Everything that the view can be told to do, by name, with its key: toolbar, keyboard and help all read this table.

import { reprojected, STANDARD_VIEWS, type StandardView } from "./cameras.ts";
import * as doc from "./document.ts";
import { travel } from "./dom.ts";
import { SHADINGS, type CameraState, type Shading } from "./ports.ts";
import type { Tools } from "./tools.ts";

export interface Action {
  label: string;
  /** As KeyboardEvent.key has them, with "Shift+" where the letter alone means another thing. */
  keys: readonly string[];
  /** How the help shows them. */
  shown: string;
  group: "Camera" | "Selection" | "Picture" | "Tools" | "Animation" | "View";
  run(): void;
}

/** What the parts of the chrome do when they are asked. */
export interface Commands {
  measure(): void;
  clip(): void;
  panel(): void;
  light(): void;
  info(): void;
  help(): void;
  fullscreen(): void;
  escape(): void;
  play(): void;
  step(frames: number): void;
  loop(): void;
}

export const SHADING_NAMES: Record<Shading, string> = {
  lit: "Lit", wireframe: "Wireframe", normals: "Normals", uv: "UV", overdraw: "Overdraw",
};

export function goTo({ viewport, say }: Tools, name: StandardView): void {
  const { label, direction, up } = STANDARD_VIEWS[name];
  viewport.fit(null, { direction, up, seconds: travel() });
  say(label);
}

export function project({ viewport }: Tools, kind: CameraState["kind"]): void {
  if (viewport.camera.kind !== kind) viewport.setCamera(reprojected(viewport.camera, viewport.width / viewport.height));
}

export function addBookmark({ viewport, state, say }: Tools): void {
  const known = state.get("bookmarks");
  let number = known.length + 1;
  while (known.some(({ name }) => name === `View ${number}`)) number += 1;
  state.set("bookmarks", [...known, { name: `View ${number}`, camera: viewport.camera }]);
  say(`Bookmarked as View ${number}`);
}

export function goToBookmark({ viewport, state, say }: Tools, place: number): void {
  const found = state.get("bookmarks")[place];
  if (!found) return;
  viewport.setCamera(found.camera, { seconds: travel() });
  say(found.name);
}

export function actions(tools: Tools, commands: Commands): Action[] {
  const { viewport, state, selection, say } = tools;
  const flip = (name: "grid" | "axes") => (): void => state.set(name, !state.get(name));
  let bookmark = -1;
  const nextBookmark = (by: number): void => {
    const count = state.get("bookmarks").length;
    if (!count) return say("No bookmark yet: B makes one");
    bookmark = (bookmark + by + count) % count;
    goToBookmark(tools, bookmark);
  };
  const nextShading = (): void => {
    const next = SHADINGS[(SHADINGS.indexOf(state.get("shading")) + 1) % SHADINGS.length]!;
    state.set("shading", next);
    say(SHADING_NAMES[next]);
  };
  const hide = (): void => {
    const node = selection.node;
    if (node === null) return say("Nothing is selected");
    tools.setVisible(node, !doc.isVisible(viewport.model?.gltf ?? {}, node));
  };
  const stronger = (by: number) => (): void => {
    state.set("exposure", Number((state.get("exposure") * 2 ** by).toPrecision(4)));
    say(`Exposure ${state.get("exposure")}`);
  };
  const action = (group: Action["group"], label: string, keys: string[], run: () => void, shown = keys.join(" ")): Action => ({
    group, label, keys, run, shown,
  });
  return [
    action("Camera", "Frame the selection, or everything", ["f"], () => tools.frameSelected(), "F"),
    action("Camera", "Frame everything", ["Home"], () => viewport.fit(null, { seconds: travel() })),
    ...Object.entries(STANDARD_VIEWS).map(([name, { label, key }]) =>
      action("Camera", `${label} view`, [key], () => goTo(tools, name as StandardView)),
    ),
    action("Camera", "Perspective or orthographic", ["p"], () => {
      project(tools, viewport.camera.kind === "perspective" ? "orthographic" : "perspective");
    }, "P"),
    action("Camera", "Bookmark this view", ["b"], () => addBookmark(tools), "B"),
    action("Camera", "Bookmark before", ["["], () => nextBookmark(-1)),
    action("Camera", "Next bookmark", ["]"], () => nextBookmark(1)),
    action("Selection", "Hide or show", ["h"], hide, "H"),
    action("Selection", "Select nothing, leave a tool", ["Escape"], commands.escape, "Esc"),
    action("Picture", "Next shading", ["s"], nextShading, "S"),
    action("Picture", "Grid", ["g"], flip("grid"), "G"),
    action("Picture", "Axes", ["a"], flip("axes"), "A"),
    action("Picture", "Brighter", ["."], stronger(0.5)),
    action("Picture", "Darker", [","], stronger(-0.5)),
    action("Tools", "Measure a distance", ["m"], commands.measure, "M"),
    action("Tools", "Clipping plane", ["c"], commands.clip, "C"),
    action("Animation", "Play or pause", [" "], commands.play, "Space"),
    action("Animation", "A frame back", ["<"], () => commands.step(-1)),
    action("Animation", "A frame on", [">"], () => commands.step(1)),
    action("Animation", "Repeat", ["l"], commands.loop, "L"),
    action("View", "Tree and inspector", ["t"], commands.panel, "T"),
    action("View", "Light and exposure", ["e"], commands.light, "E"),
    action("View", "About this view", ["i"], commands.info, "I"),
    action("View", "Full screen", ["Shift+F"], commands.fullscreen, "⇧ F"),
    action("View", "These keys", ["?"], commands.help),
  ];
}
