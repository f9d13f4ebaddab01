// What is selected: a node, and of its materials the one that was clicked. Here at once; Python is told, and tells by a trait.

import type { HostPort, Off, ViewportPort } from "./ports.ts";
import type { State } from "./state.ts";

export class Selection {
  private readonly viewport: ViewportPort;
  private readonly state: State;
  private readonly host: HostPort;
  private readonly handlers = new Set<() => void>();
  private readonly choices = new Set<(node: number | null) => void>();
  private readonly offs: Off[];
  private chosen: number | null = null;
  /** Epoch of the scene message that was heard last: the trait's number belongs to that. */
  private heard = -1;
  /** Index of the primitive that was clicked. */
  primitive = 0;

  constructor(viewport: ViewportPort, state: State, host: HostPort) {
    this.viewport = viewport;
    this.state = state;
    this.host = host;
    this.offs = [
      host.on((message) => {
        if (message.type === "scene") this.heard = message.epoch;
      }),
      state.watch("selection", () => this.take()),
      viewport.on("scene", () => this.take()),
      viewport.on("pick", ({ hit }) => {
        if (viewport.tool === null) this.select(hit?.node ?? null, hit?.primitive ?? 0);
      }),
    ];
  }

  /** Index of the selected node; null where it is none of this document. */
  get node(): number | null {
    const node = this.chosen;
    return node !== null && this.viewport.model?.gltf.nodes?.[node] ? node : null;
  }

  /** The user selects a node of the scene that is shown, or nothing. */
  select(node: number | null, primitive = 0): void {
    const same = node === this.chosen;
    const moved = primitive !== this.primitive;
    this.primitive = primitive;
    if (same) return moved ? this.tell() : undefined;
    this.follow(node);
    if (this.host.live) this.host.send({ type: "select", epoch: this.viewport.model?.epoch ?? -1, node });
    this.choices.forEach((handler) => handler(node));
  }

  /** Show as selected what somebody else has selected, who tells Python. */
  follow(node: number | null): void {
    this.chosen = node;
    if (this.host.live) this.tell();
    else this.state.set("selection", node);
  }

  /** Call `handler` now and when another thing is selected, or the document is another. */
  watch(handler: () => void): Off {
    handler();
    this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }

  /** Hear what the user selects here. */
  onChoice(handler: (node: number | null) => void): Off {
    this.choices.add(handler);
    return () => this.choices.delete(handler);
  }

  dispose(): void {
    this.offs.forEach((off) => off());
  }

  /** What Python says; of a scene that is still on its way when that is shown. */
  private take(): void {
    const { model } = this.viewport;
    if (!model || model.epoch >= this.heard) this.chosen = this.state.get("selection");
    this.tell();
  }

  private tell(): void {
    this.handlers.forEach((handler) => handler());
  }
}
