// Keys of the view. They count while the focus is in it, and not while something is typed.

import type { Action } from "./actions.ts";
import type { Ends } from "./dom.ts";

/** How an action names the key that was pressed. */
export function keyName(event: Pick<KeyboardEvent, "key" | "shiftKey">): string {
  const { key, shiftKey } = event;
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  if (letter) return shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

export function keyboard(frame: HTMLElement, all: readonly Action[], ends: Ends): void {
  const byKey = new Map(all.flatMap((action) => action.keys.map((key) => [key, action] as const)));
  ends.listen(frame, "keydown", (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input, select, textarea, [popover]")) return;
    if ((event.key === " " || event.key === "Enter") && target.closest("button, [role=button]")) return;
    const action = byKey.get(keyName(event));
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action.run();
  });
}
