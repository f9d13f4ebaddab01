// Lines that appear over the picture, for some seconds or until the next one, and are read aloud.

import { h } from "./dom.ts";
import type { Part } from "./tools.ts";

/** "lasting" is a problem too: there is nothing else to see. */
export type Tone = "plain" | "problem" | "lasting";

const SECONDS = { plain: 2.5, problem: 7 };

export interface Speech extends Part {
  say(text: string, tone?: Tone): void;
}

export function speech(): Speech {
  const element = h("div", { class: "tk-say tk-chip", role: "status", "aria-live": "polite" });
  let timer = 0;
  return {
    element,
    say(text, tone = "plain") {
      element.textContent = text;
      element.classList.toggle("tk-say-problem", tone !== "plain");
      element.classList.add("tk-said");
      clearTimeout(timer);
      if (tone !== "lasting") timer = window.setTimeout(() => element.classList.remove("tk-said"), 1000 * SECONDS[tone]);
    },
  };
}
