// What opens at a button: a panel or a menu, in the browser's top layer, so that a cell's edge never cuts it off.

import { h, uid, type Ends } from "./dom.ts";
import { icon } from "./icons.ts";

const GAP = 4;

/** Put `panel` below its button, or above where there is no room, inside the window. */
function place(panel: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = at.bottom + GAP + height <= innerHeight || at.top < height + GAP;
  panel.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`;
  panel.style.top = `${Math.max(GAP, below ? Math.min(at.bottom + GAP, innerHeight - height - GAP) : at.top - height - GAP)}px`;
}

export interface Popover {
  readonly panel: HTMLElement;
  open(): void;
  close(): void;
  toggle(): void;
  readonly isOpen: boolean;
}

/** A panel of a button: Escape and a click elsewhere close it, and the focus returns to the button. */
export function popover(button: HTMLElement, panel: HTMLElement, ends: Ends, opened: () => void = () => undefined): Popover {
  panel.classList.add("tk-popover");
  panel.setAttribute("popover", "auto");
  panel.id ||= uid("popover");
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", panel.id);
  (button as HTMLButtonElement).popoverTargetElement = panel; // a click on it toggles, and counts as none elsewhere
  const isOpen = (): boolean => panel.matches(":popover-open");
  const reposition = (): void => place(panel, button);
  ends.listen(panel, "toggle", (event: ToggleEvent) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    opened();
    reposition();
    if (panel.matches(":focus-within")) return; // this comes a moment after it has opened: somebody may have been quicker
    panel.querySelector<HTMLElement>("[autofocus], [aria-checked=true], button, input, select")?.focus({ preventScroll: true });
  });
  ends.listen(window, "resize", () => isOpen() && reposition());
  ends.listen(window, "scroll", (event: Event) => {
    if (isOpen() && !(event.target instanceof Node && panel.contains(event.target))) reposition();
  }, { capture: true, passive: true });
  ends.add(() => panel.remove());
  return {
    panel,
    open: () => !isOpen() && panel.showPopover(),
    close: () => isOpen() && panel.hidePopover(),
    toggle: () => panel.togglePopover(),
    get isOpen() {
      return isOpen();
    },
  };
}

export interface MenuItem {
  label: string;
  key?: string;
  /** A radio item that is on or off; undefined: a plain one. */
  checked?: boolean;
  /** A checkbox item instead of a radio item. */
  many?: boolean;
  run(): void;
  /** A small button at the end of the line. */
  remove?: { label: string; run(): void };
}

/** Lines of a menu, as `list` gives them now; a string is a heading. */
export function fillMenu(menu: HTMLElement, list: () => readonly (MenuItem | string)[], close: () => void): void {
  const refill = (): void => {
    fillMenu(menu, list, close);
    menu.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  };
  menu.setAttribute("role", "menu");
  menu.classList.add("tk-menu");
  menu.replaceChildren(...list().map((item) => (typeof item === "string" ? heading(item) : line(item, close, refill))));
  menu.onkeydown = (event) => {
    const all = [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const at = all.indexOf(menu.querySelector<HTMLElement>("[role^=menuitem]:focus") as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    all[(next + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
}

function heading(text: string): HTMLElement {
  return h("div", { class: "tk-menu-heading", role: "presentation" }, text);
}

function line(item: MenuItem, close: () => void, refill: () => void): HTMLElement {
  const role = item.checked === undefined ? "menuitem" : item.many ? "menuitemcheckbox" : "menuitemradio";
  const button = h(
    "button",
    { type: "button", class: "tk-menu-item", role, "aria-checked": item.checked === undefined ? null : String(item.checked) },
    h("span", { class: "tk-menu-mark" }, item.checked ? icon("check") : null),
    h("span", { class: "tk-menu-label" }, item.label),
    item.key ? h("kbd", {}, item.key) : null,
  );
  button.addEventListener("click", () => {
    close();
    item.run();
  });
  if (!item.remove) return button;
  const { label, run } = item.remove;
  const remove = h("button", { type: "button", class: "tk-icon-button", "aria-label": label, title: label }, icon("close"));
  remove.addEventListener("click", () => {
    run();
    refill();
  });
  return h("div", { class: "tk-menu-line", role: "presentation" }, button, remove);
}
