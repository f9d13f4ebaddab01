// Lines that appear for some seconds over the picture and are read aloud.

import { h } from "./dom.ts";
import type { Part } from "./tools.ts";

const SECONDS = { plain: 2.5, problem: 7 };

export interface Speech extends Part {
  say(text: string, kind?: "plain" | "problem"): void;
}

export function speech(): Speech {
  const element = h("div", { class: "tk-say tk-chip", role: "status", "aria-live": "polite" });
  let timer = 0;
  return {
    element,
    say(text, kind = "plain") {
      element.textContent = text;
      element.classList.toggle("tk-say-problem", kind === "problem");
      element.classList.add("tk-said");
      clearTimeout(timer);
      timer = window.setTimeout(() => element.classList.remove("tk-said"), 1000 * SECONDS[kind]);
    },
  };
}
