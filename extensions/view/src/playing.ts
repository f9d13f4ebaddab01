// The player's clock, and the scene as it is at its time.

import type { PlayerState } from "./protocol.ts";
import type { SceneModel } from "./scene-model.ts";

/** The state after `seconds` of clock; a clip that does not loop ends at its end. */
export function advanced(player: PlayerState, seconds: number, length: number): PlayerState {
  if (!player.playing || length <= 0) return player;
  const raw = player.time + seconds * player.speed;
  if (player.loop) return { ...player, time: ((raw % length) + length) % length };
  return { ...player, time: Math.min(Math.max(raw, 0), length), playing: raw >= 0 && raw <= length };
}

export class Playing {
  state: PlayerState = { clip: null, time: 0, playing: false, speed: 1, loop: true };
  /** When the clock was last read, milliseconds; 0: it starts anew. */
  #tick = 0;
  #posed = -1;
  #model: SceneModel | null = null;

  set(change: Partial<PlayerState>): void {
    this.state = { ...this.state, ...change };
    this.#tick = 0;
  }

  /** Go on with the clock; true where that has changed anything. */
  advance(now: number, length: number): boolean {
    if (!this.state.playing || length <= 0) return false;
    const passed = this.#tick > 0 ? (now - this.#tick) / 1000 : 0;
    this.#tick = now;
    this.state = advanced(this.state, passed, length);
    return true;
  }

  /** Put the scene as it is at the time; `again` is called when a clip that was not at hand has become so. */
  pose(model: SceneModel, again: () => void): void {
    const { clip, time } = this.state;
    if (model.clips.shown !== clip) void model.clips.choose(clip).then(again);
    if (this.#posed !== time || this.#model !== model || model.clips.fresh) model.touch();
    model.clips.apply(time);
    this.#posed = time;
    this.#model = model;
  }

  forget(): void {
    this.#model = null;
  }
}
