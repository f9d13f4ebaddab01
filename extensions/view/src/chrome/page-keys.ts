// Keys that are the view's and keys that are JupyterLab's, while the view has the focus.

import type { Ends } from "./dom.ts";

const FIELDS = "input, select, textarea";
/** With Ctrl or Cmd these are for the text that one writes. */
const OF_TEXT = /^[acvxyz]$/i;
/** JupyterLab takes no key that comes from an element with this (d d would delete the cell): its selectors name what has the focus. */
const SUPPRESS = "data-lm-suppress-shortcuts";

/** Whether a key is the page's (Ctrl+S), `writing` in a field or not: the view has none with Ctrl or Cmd. */
export function isPages({ ctrlKey, metaKey, key }: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "key">, writing: boolean): boolean {
  return (ctrlKey || metaKey) && !(writing && OF_TEXT.test(key));
}

/** Decide for each key before JupyterLab does, which listens on the document. */
export function pageKeys(frame: HTMLElement, ends: Ends): void {
  const heard = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (frame.contains(target)) target.toggleAttribute(SUPPRESS, !isPages(event, target.closest(FIELDS) !== null));
  };
  ends.listen(window, "keydown", heard, { capture: true });
}
