// The look that the whole scene has on (KHR_materials_variants): chosen in Python, or in a saved page by what it holds.

import { selectRow } from "./controls.ts";
import { h } from "./dom.ts";
import type { Part, Tools } from "./tools.ts";

export function variants({ viewport, state, host, ends, say }: Tools): Part {
  const row = selectRow("Variant", [], (name) => void choose(name));
  const element = h("div", { class: "tk-variants" }, row.element);

  async function choose(name: string): Promise<void> {
    state.set("variant", name === "" ? null : name);
    say(name === "" ? "No variant" : `Variant ${name}`);
    if (host.live) return;
    const { model } = viewport;
    for (const edit of state.get("looks")[name] ?? []) {
      await model?.applyEdit(edit);
      viewport.events.emit("edit", { target: edit.target, index: null });
    }
    viewport.invalidate();
  }

  function show(): void {
    const names = state.get("variants");
    element.hidden = names.length === 0;
    const options = names.map((name) => h("option", { value: name }, name));
    row.element.querySelector("select")!.replaceChildren(h("option", { value: "" }, "None"), ...options);
    row.set(state.get("variant") ?? "");
  }

  ends.add(state.watch("variants", show), state.watch("variant", show));
  return { element };
}
