// Style sheets of the view, once in each document or shadow tree.

import chrome from "./chrome.css";
import theme from "../../../../threedkit/jupyter/style/theme.css";

/** Bring the style sheets to where `element` is shown. */
export function adoptStyle(element: Element): void {
  const root = element.getRootNode();
  const home = root instanceof ShadowRoot ? root : document.head;
  const text = theme + chrome;
  if ([...home.querySelectorAll("style[data-threedkit]")].some((known) => known.textContent === text)) return;
  const style = document.createElement("style");
  style.dataset.threedkit = "view";
  style.textContent = text;
  home.append(style);
}
