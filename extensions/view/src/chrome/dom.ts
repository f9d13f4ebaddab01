// Elements in one expression, and the end of what was begun.

import { icon, type IconName } from "./icons.ts";
import type { Off } from "./ports.ts";

type Child = Node | string | null | undefined | false;
type Props = { [name: string]: unknown };

function assign(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** `h("button", {class: "tk-button", onclick: go}, "Go")`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  assign(element, props);
  for (const child of children) if (child) element.append(child);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for SVG. */
export function s(tag: string, props: Props = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  assign(element, props);
  for (const child of children) if (child) element.append(child);
  return element;
}

/** A button that is an icon; its name is its label, and with the key in brackets its tooltip. */
export function iconButton(name: IconName, label: string, options: Props & { key?: string } = {}): HTMLButtonElement {
  const { key, ...props } = options;
  const title = key ? `${label} (${key})` : label;
  const button = h("button", { type: "button", class: "tk-icon-button", "aria-label": label, title, ...props });
  if (key) button.setAttribute("aria-keyshortcuts", key);
  button.append(icon(name));
  return button;
}

/** Give a button another icon and name. */
export function relabel(button: HTMLElement, name: IconName, label: string, key = ""): void {
  if (button.getAttribute("aria-label") === label) return;
  button.setAttribute("aria-label", label);
  button.title = key ? `${label} (${key})` : label;
  button.replaceChildren(icon(name));
}

export function press(button: HTMLElement, pressed: boolean): void {
  button.setAttribute("aria-pressed", String(pressed));
}

/** What must end with a tool: listeners, observers, timers. */
export class Ends {
  private readonly offs: Off[] = [];

  add(...offs: Off[]): void {
    this.offs.push(...offs);
  }

  listen(target: EventTarget, name: string, handler: (event: any) => void, options?: AddEventListenerOptions): void {
    target.addEventListener(name, handler, options);
    this.offs.push(() => target.removeEventListener(name, handler, options));
  }

  end(): void {
    for (const off of this.offs.splice(0)) off();
  }
}

/** What is asked for many times before the next frame is done once, then; not any more when the view has been closed. */
export function atFrame(viewport: { readonly model: unknown }, run: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      if (viewport.model) run();
    });
  };
}

let count = 0;

/** An id that no other element of the page has. */
export function uid(stem: string): string {
  count += 1;
  return `tk-${stem}-${count}`;
}

export function reducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Seconds that a camera takes on its way. */
export function travel(): number {
  return reducedMotion() ? 0 : 0.3;
}
