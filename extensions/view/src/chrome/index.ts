// The frame around the picture: bar, panels, player, and what lies over the picture. All of it works without a kernel.

import type { Host } from "../host.ts";
import type { Viewport } from "../viewport.ts";
import { actions, type Commands } from "./actions.ts";
import { bind } from "./bind.ts";
import { clipPanel } from "./clip.ts";
import { Ends, h, press, travel } from "./dom.ts";
import { Editor } from "./editor.ts";
import { gizmo } from "./gizmo.ts";
import { guides } from "./guides.ts";
import { help } from "./help.ts";
import { info } from "./info.ts";
import { inspector } from "./inspector.ts";
import { keyboard } from "./keyboard.ts";
import { lightPanel } from "./light.ts";
import { measure } from "./measure.ts";
import { pageKeys } from "./page-keys.ts";
import { player } from "./player.ts";
import { Selection } from "./selection.ts";
import { side } from "./side.ts";
import { speech } from "./speech.ts";
import { State } from "./state.ts";
import { adoptStyle } from "./style.ts";
import { synchronise } from "./sync.ts";
import { toolbar } from "./toolbar.ts";
import type { Tools } from "./tools.ts";
import { tree } from "./tree.ts";
import { variants } from "./variants.ts";

export interface Chrome {
  readonly element: HTMLElement;
  dispose(): void;
}

/** The picture in its frame. */
export function chrome(viewport: Viewport, host: Host): Chrome {
  const ends = new Ends();
  const state = new State(host);
  const voice = speech();
  const frame = h("div", { class: "tk-root tk-frame", role: "group" });
  const selection = new Selection(viewport, state, host);
  const editor = new Editor(viewport, host);
  const tools: Tools = {
    viewport, host, state, editor, selection, frame, ends, say: voice.say,
    frameSelected: () => viewport.fit(selection.node, { seconds: travel() }),
    setVisible: (node, visible) => {
      editor.change({ target: "node", index: node, visible }, { target: "node", index: node, field: "visible", value: visible });
    },
  };
  adoptStyle(frame);
  bind(viewport, state, frame, ends);
  guides(viewport, state, selection, ends);
  synchronise(viewport, state, selection, ends);

  const about = info(tools);
  const clip = clipPanel(tools);
  const ruler = measure(tools);
  const strip = player(tools);
  const panel = side(variants(tools), tree(tools), inspector(tools), ends);
  const bar = toolbar(tools, { clip, light: lightPanel(tools), info: about });
  const picture = h("div", { class: "tk-picture" }, viewport.element, gizmo(tools).element, ruler.element, voice.element);
  frame.prepend(bar.element, h("div", { class: "tk-body" }, picture, panel.element), strip.element);

  const place = (): void => panel.place(frame.parentElement?.clientWidth ?? frame.clientWidth, state.get("width"));
  const commands: Commands = {
    measure: ruler.toggle,
    clip: clip.toggle,
    panel: () => state.set("panel", !state.get("panel")),
    light: () => bar.popovers.light.toggle(),
    info: () => bar.popovers.info.toggle(),
    help: () => keys.toggle(),
    fullscreen: () => void (document.fullscreenElement === frame ? document.exitFullscreen() : frame.requestFullscreen()),
    escape: () => (ruler.on ? ruler.stop() : selection.select(null)),
    play: strip.toggle,
    step: strip.step,
    loop: strip.loop,
  };
  const all = actions(tools, commands);
  const keys = help(frame, all, ends);
  keyboard(frame, all, ends);
  pageKeys(frame, ends);
  const { buttons } = bar;
  buttons.measure.addEventListener("click", commands.measure);
  buttons.panel.addEventListener("click", commands.panel);
  buttons.help.addEventListener("click", commands.help);
  buttons.full.addEventListener("click", commands.fullscreen);
  ruler.changed = (on) => press(buttons.measure, on);
  about.changed = (count) => buttons.info.classList.toggle("tk-noted", count > 0);
  ends.listen(bar.popovers.info.panel, "toggle", (event: ToggleEvent) => event.newState === "open" && about.start());
  const sizes = new ResizeObserver(place);
  sizes.observe(frame);
  ends.add(
    () => sizes.disconnect(),
    state.watch("panel", (open) => {
      panel.element.hidden = !open;
      press(buttons.panel, open);
      place();
    }),
    viewport.on("problem", (text) => voice.say(text, viewport.model ? "problem" : "lasting")),
    viewport.on("context", (what) => {
      if (what === "lost") voice.say("The browser has taken its graphics away: waiting for them …", "lasting");
      else voice.say("The picture is back");
    }),
    viewport.on("idle-wheel", () => voice.say("Click the view to zoom with the wheel, or hold Ctrl")),
    viewport.on("pick", ({ hit, double }) => {
      if (hit && double && viewport.tool === null) viewport.setCamera({ ...viewport.camera, target: hit.point });
    }),
  );
  return {
    element: frame,
    dispose() {
      ruler.stop();
      ends.end();
      editor.dispose();
      selection.dispose();
      frame.remove();
    },
  };
}
