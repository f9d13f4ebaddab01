// What is selected: a node (a trait: Python knows), and of its materials the one that was clicked.

import type { Off, ViewportPort } from "./ports.ts";
import type { State } from "./state.ts";

export class Selection {
  private readonly viewport: ViewportPort;
  private readonly state: State;
  private readonly handlers = new Set<() => void>();
  private readonly offs: Off[];
  /** Index of the primitive that was clicked. */
  primitive = 0;

  constructor(viewport: ViewportPort, state: State) {
    this.viewport = viewport;
    this.state = state;
    const tell = (): void => this.handlers.forEach((handler) => handler());
    this.offs = [
      state.watch("selection", tell),
      viewport.on("scene", tell),
      viewport.on("pick", ({ hit }) => {
        if (viewport.tool === null) this.select(hit?.node ?? null, hit?.primitive ?? 0);
      }),
    ];
  }

  /** Index of the selected node; null where it is none of this document. */
  get node(): number | null {
    const node = this.state.get("selection");
    return node !== null && this.viewport.model?.gltf.nodes?.[node] ? node : null;
  }

  select(node: number | null, primitive = 0): void {
    const same = node === this.state.get("selection");
    const moved = primitive !== this.primitive;
    this.primitive = primitive;
    if (!same) this.state.set("selection", node);
    else if (moved) this.handlers.forEach((handler) => handler());
  }

  /** Call `handler` now and when another thing is selected, or the document is another. */
  watch(handler: () => void): Off {
    handler();
    this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }

  dispose(): void {
    this.offs.forEach((off) => off());
  }
}
