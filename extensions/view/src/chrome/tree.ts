// The nodes of the scene: a tree that draws only the lines in sight, so that ten thousand nodes cost nothing.

import * as doc from "./document.ts";
import { atFrame, h, uid } from "./dom.ts";
import { icon, type IconName } from "./icons.ts";
import type { Gltf } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";

const LINE = 22;
const SPARE = 6;
const OPEN_AT_FIRST = 40;
const ICONS: Record<doc.NodeKind, IconName> = { mesh: "mesh", skin: "skin", light: "light", camera: "look", empty: "empty" };

export function tree(tools: Tools): Part {
  return new Tree(tools);
}

class Tree implements Part {
  readonly element: HTMLElement;
  private readonly tools: Tools;
  private readonly filter: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly space: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly stem = uid("tree");
  private open = new Set<number>();
  private above: Int32Array = new Int32Array();
  private lines: doc.TreeRow[] = [];
  private epoch = -1;

  constructor(tools: Tools) {
    this.tools = tools;
    this.filter = h("input", { type: "search", class: "tk-filter", placeholder: "Filter", "aria-label": "Filter the nodes by name" });
    this.space = h("div", { class: "tk-tree-space", role: "presentation" });
    this.list = h("div", { class: "tk-tree", role: "tree", tabindex: 0, "aria-label": "Nodes of the scene" }, this.space);
    this.empty = h("p", { class: "tk-hint", hidden: true });
    this.element = h("div", { class: "tk-tree-box" }, this.filter, this.list, this.empty);
    const { ends, selection, viewport } = tools;
    ends.listen(this.filter, "input", () => this.lay());
    ends.listen(this.list, "scroll", () => this.draw(), { passive: true });
    ends.listen(this.list, "click", (event: MouseEvent) => this.clicked(event));
    ends.listen(this.list, "dblclick", () => tools.frameSelected());
    ends.listen(this.list, "keydown", (event: KeyboardEvent) => this.key(event));
    const sizes = new ResizeObserver(() => this.draw());
    sizes.observe(this.list);
    ends.add(() => sizes.disconnect(), viewport.on("edit", atFrame(viewport, () => this.draw())), selection.watch(() => this.selected()));
  }

  private get gltf(): Gltf {
    return this.tools.viewport.model?.gltf ?? {};
  }

  /** Another document: what is open in it, and who is whose parent. */
  private read(): void {
    const epoch = this.tools.viewport.model?.epoch ?? -1;
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    const gltf = this.gltf;
    this.above = doc.parents(gltf);
    const all = gltf.nodes?.length ?? 0;
    this.open = new Set(all <= OPEN_AT_FIRST ? Array.from({ length: all }, (_, index) => index) : doc.roots(gltf));
  }

  private selected(): void {
    this.read();
    const node = this.tools.selection.node;
    for (let at = node === null ? -1 : (this.above[node] ?? -1); at >= 0; at = this.above[at] ?? -1) this.open.add(at);
    this.lay();
    const place = this.lines.findIndex((line) => line.node === node);
    if (place < 0 || !this.list.clientHeight) return;
    const top = place * LINE;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    else if (top + LINE > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + LINE - this.list.clientHeight;
  }

  /** Find the lines that there are. */
  private lay(): void {
    this.read();
    const wanted = this.filter.value.trim();
    this.lines = wanted ? doc.found(this.gltf, wanted) : doc.rows(this.gltf, (node) => this.open.has(node));
    this.space.style.height = `${this.lines.length * LINE}px`;
    this.empty.hidden = this.lines.length > 0;
    this.empty.textContent = wanted ? "No node has such a name." : "The scene has no nodes.";
    this.draw();
  }

  /** Draw the lines in sight. */
  private draw(): void {
    const first = Math.max(0, Math.floor(this.list.scrollTop / LINE) - SPARE);
    const last = Math.min(this.lines.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / LINE) + SPARE);
    const shown: HTMLElement[] = [];
    for (let at = first; at < last; at += 1) shown.push(this.line(this.lines[at]!, at));
    this.space.replaceChildren(...shown);
    const node = this.tools.selection.node;
    const active = node === null ? null : this.space.querySelector(`[data-node="${node}"]`);
    if (active) this.list.setAttribute("aria-activedescendant", active.id);
    else this.list.removeAttribute("aria-activedescendant");
  }

  private line({ node, level, children }: doc.TreeRow, at: number): HTMLElement {
    const name = doc.nodeName(this.gltf, node);
    const visible = doc.isVisible(this.gltf, node);
    const chosen = this.tools.selection.node === node;
    const opened = this.open.has(node);
    const twist = h("span", { class: "tk-twist", "data-act": "twist" }, children.length ? icon(opened ? "down" : "right") : null);
    const label = visible ? `Hide ${name}` : `Show ${name}`;
    const eye = h("span", { class: "tk-eye", "data-act": "eye", role: "button", "aria-label": label, "aria-pressed": String(!visible), title: label });
    eye.append(icon(visible ? "eye" : "hidden"));
    const kind = doc.nodeKind(this.gltf, node);
    return h(
      "div",
      {
        class: `tk-line${chosen ? " tk-chosen" : ""}${visible ? "" : " tk-faint"}`, role: "treeitem", id: `${this.stem}-${node}`, "data-node": node,
        "aria-level": level, "aria-selected": String(chosen), "aria-expanded": children.length ? String(opened) : null,
        style: `top:${at * LINE}px;padding-left:${4 + 12 * (level - 1)}px`, title: name,
      },
      twist,
      h("span", { class: `tk-kind tk-kind-${kind}`, title: kind }, icon(ICONS[kind])),
      h("span", { class: "tk-name" }, name),
      eye,
    );
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const line = target.closest<HTMLElement>("[data-node]");
    if (!line) return;
    const node = Number(line.dataset.node);
    const act = target.closest<HTMLElement>("[data-act]")?.dataset.act;
    if (act === "eye") this.tools.setVisible(node, !doc.isVisible(this.gltf, node));
    else if (act === "twist") this.turn(node, !this.open.has(node));
    else this.tools.selection.select(node);
  }

  private turn(node: number, open: boolean): void {
    if (open) this.open.add(node);
    else this.open.delete(node);
    this.lay();
  }

  private key(event: KeyboardEvent): void {
    const { selection } = this.tools;
    const node = selection.node;
    const at = this.lines.findIndex((line) => line.node === node);
    const go = (place: number): void => {
      const line = this.lines[Math.min(Math.max(place, 0), this.lines.length - 1)];
      if (line) selection.select(line.node);
    };
    const page = Math.max(1, Math.floor(this.list.clientHeight / LINE) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1), ArrowUp: () => go(at < 0 ? 0 : at - 1), Home: () => go(0), End: () => go(this.lines.length - 1),
      PageDown: () => go(at + page), PageUp: () => go(at - page),
      ArrowRight: () => this.inward(node, at, go), ArrowLeft: () => this.outward(node),
      Enter: () => this.tools.frameSelected(),
      " ": () => node !== null && this.tools.setVisible(node, !doc.isVisible(this.gltf, node)),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  }

  private inward(node: number | null, at: number, go: (place: number) => void): void {
    if (node === null || !this.lines[at]?.children.length) return;
    if (this.open.has(node)) go(at + 1);
    else this.turn(node, true);
  }

  private outward(node: number | null): void {
    if (node === null) return;
    const up = this.above[node] ?? -1;
    const children = this.gltf.nodes[node].children?.length;
    if (this.open.has(node) && children) this.turn(node, false);
    else if (up >= 0) this.tools.selection.select(up);
  }
}
