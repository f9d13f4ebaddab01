// The strip under the picture of a scene with animations: play, step, scrub, loop, speed, clip.

import { clips, type Clip } from "./clips.ts";
import { h, iconButton, press, relabel } from "./dom.ts";
import type { PlayerState } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";

const SPEEDS = [0.1, 0.25, 0.5, 1, 1.5, 2, 4];
const STEP = 1 / 30;

export interface Player extends Part {
  toggle(): void;
  /** Seconds on or back. */
  step(frames: number): void;
  loop(): void;
}

export function player({ viewport, state, ends }: Tools): Player {
  const play = iconButton("play", "Play", { key: "Space" });
  const loop = iconButton("loop", "Repeat", { key: "L", "aria-pressed": "true" });
  const slider = h("input", { type: "range", class: "tk-range tk-time", min: 0, max: 1, step: 0.001, value: 0, "aria-label": "Time" });
  const clock = h("span", { class: "tk-clock", "aria-hidden": "true" });
  const speed = h("select", { class: "tk-select", "aria-label": "Speed", title: "Speed" });
  for (const factor of SPEEDS) speed.append(h("option", { value: factor }, `${factor}×`));
  const clip = h("select", { class: "tk-select tk-clip", "aria-label": "Animation", title: "Animation" });
  const element = h("div", { class: "tk-player", role: "group", "aria-label": "Animation" }, play, slider, clock, loop, speed, clip);

  let known: Clip[] = [];
  let chosen = 0; // the clip that rest pose would go on with
  const duration = (): number => known[viewport.player.clip ?? chosen]?.duration ?? 0;
  const seconds = (value: number): string => value.toFixed(2);

  function show(now: PlayerState): void {
    if (now.clip !== null) chosen = now.clip;
    const end = duration();
    relabel(play, now.playing ? "pause" : "play", now.playing ? "Pause" : "Play", "Space");
    press(loop, now.loop);
    slider.max = String(end || 1);
    if (document.activeElement !== slider || now.playing) slider.value = String(now.time);
    slider.style.setProperty("--at", `${end ? (100 * Math.min(now.time, end)) / end : 0}%`);
    slider.setAttribute("aria-valuetext", `${seconds(now.time)} of ${seconds(end)} seconds`);
    clock.textContent = `${seconds(now.time)} / ${seconds(end)} s`;
    speed.value = String(now.speed);
    if (speed.selectedIndex < 0) speed.append(h("option", { value: now.speed, selected: true }, `${now.speed}×`));
    clip.value = now.clip === null ? "" : String(now.clip);
  }

  function read(): void {
    known = clips(viewport.model?.gltf ?? {});
    const options = [["", "Rest pose"], ...known.map(({ name }, index) => [String(index), name])];
    clip.replaceChildren(...options.map(([value, name]) => h("option", { value }, name!)));
    element.hidden = known.length === 0 && !(viewport.model === null && state.get("animated"));
    show(viewport.player);
  }

  const toggle = (): void => {
    const { playing, clip: current, time } = viewport.player;
    if (!known.length) return;
    const again = !playing && time >= duration() - 1e-6 ? { time: 0 } : {};
    viewport.setPlayer({ playing: !playing, clip: current ?? chosen, ...again });
  };
  const step = (frames: number): void => {
    const end = duration();
    const time = Math.min(Math.max(viewport.player.time + frames * STEP, 0), end);
    viewport.setPlayer({ playing: false, clip: viewport.player.clip ?? chosen, time });
  };
  const repeat = (): void => viewport.setPlayer({ loop: !viewport.player.loop });

  play.addEventListener("click", toggle);
  loop.addEventListener("click", repeat);
  slider.addEventListener("input", () => viewport.setPlayer({ playing: false, clip: viewport.player.clip ?? chosen, time: Number(slider.value) }));
  speed.addEventListener("change", () => viewport.setPlayer({ speed: Number(speed.value) }));
  clip.addEventListener("change", () => viewport.setPlayer({ clip: clip.value === "" ? null : Number(clip.value), time: 0 }));
  ends.add(viewport.on("scene", read), viewport.on("player", show), viewport.on("clock", show));
  read();
  return { element, toggle, step, loop: repeat };
}
