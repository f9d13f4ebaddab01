// Edits of the inspector: to the picture at once, to Python as fast as it takes them, and back if it refuses.

import type { Edit, HostPort, Off, ViewportPort } from "./ports.ts";

export type Target = "node" | "material" | "light" | "camera" | "environment";

/** What Python is told: `field` and `value` in its terms ("clearcoat.roughness", 0.2). */
export interface Change {
  target: Target;
  index: number | null;
  field: string;
  value: unknown;
}

/** A change and the scene in which it was made: its index is of that one. */
interface Made {
  change: Change;
  epoch: number;
}

export const keyOf = ({ target, index, field }: Omit<Change, "value">): string => `${target} ${index} ${field}`;

/** At most one edit of a field is on its way; of those made meanwhile the last is sent. */
export class Editor {
  private readonly viewport: ViewportPort;
  private readonly host: HostPort;
  private readonly onWay = new Map<string, string>();
  private readonly waiting = new Map<string, Made>();
  private readonly refusals = new Set<(key: string, message: string) => void>();
  private readonly off: Off;
  private count = 0;

  constructor(viewport: ViewportPort, host: HostPort) {
    this.viewport = viewport;
    this.host = host;
    this.off = host.on((message) => {
      if (message.type === "edited") this.settled(message.id, null);
      if (message.type === "refused") this.settled(message.id, message.message);
    });
  }

  /** Show `edit`, and assign `change` in Python. */
  change(edit: Edit | null, change: Change): void {
    if (edit) void this.show(edit);
    if (!this.host.live) return;
    const key = keyOf(change);
    const made = { change, epoch: this.viewport.model?.epoch ?? -1 };
    if ([...this.onWay.values()].includes(key)) this.waiting.set(key, made);
    else this.send(key, made);
  }

  /** Hear of refusals: the key of the field (`keyOf`) and Python's message. */
  onRefusal(handler: (key: string, message: string) => void): Off {
    this.refusals.add(handler);
    return () => this.refusals.delete(handler);
  }

  dispose(): void {
    this.off();
  }

  private async show(edit: Edit): Promise<void> {
    const { viewport } = this;
    await viewport.model?.applyEdit(edit);
    viewport.events.emit("edit", { target: edit.target, index: "index" in edit ? edit.index : null });
    viewport.invalidate();
  }

  private send(key: string, { change, epoch }: Made): void {
    this.count += 1;
    const id = `edit-${this.count}`;
    this.onWay.set(id, key);
    this.host.send({ type: "edit", id, epoch, ...change });
  }

  private settled(id: string, message: string | null): void {
    const key = this.onWay.get(id);
    if (key === undefined) return;
    this.onWay.delete(id);
    const next = this.waiting.get(key);
    this.waiting.delete(key);
    if (next) this.send(key, next);
    else if (message !== null) this.refusals.forEach((handler) => handler(key, message));
  }
}
