// What is selected, with controls: transform, surfaces, light, camera.

import { BoundRows, capital, elementOf } from "./bound.ts";
import { selectRow } from "./controls.ts";
import * as doc from "./document.ts";
import { atFrame, h, travel } from "./dom.ts";
import { CONE, LAYERS, LIGHT, OF_TEXTURES, ORTHOGRAPHIC, PERSPECTIVE, RANGE, SURFACE, type Layer } from "./fields.ts";
import type { CameraState, Gltf } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";
import { add, decompose, length, middle, rotate, scale, subtract } from "./vectors.ts";

export function inspector(tools: Tools): Part {
  return new Inspector(tools);
}

class Inspector implements Part {
  readonly element = h("div", { class: "tk-inspector" });
  private readonly tools: Tools;
  private readonly rows: BoundRows;
  private shape: string | null = null;

  constructor(tools: Tools) {
    this.tools = tools;
    this.rows = new BoundRows(tools);
    const { selection, viewport, editor, ends } = tools;
    ends.add(
      selection.watch(() => this.refresh()),
      viewport.on("edit", atFrame(viewport, () => this.refresh())),
      editor.onRefusal((key, message) => {
        this.rows.complain(key, message);
        tools.say(message, "problem");
      }),
    );
  }

  private get gltf(): Gltf {
    return this.tools.viewport.model?.gltf ?? {};
  }

  /** What decides which rows there are; with the same, only values change. */
  private shapeOf(node: number | null): string {
    if (node === null) return "";
    const { viewport, selection } = this.tools;
    const material = doc.materialsOf(this.gltf, node)[selection.primitive];
    const { extensions, alphaMode } = elementOf(this.gltf, "material", material ?? -1);
    const layers = LAYERS.filter(({ extension }) => extensions?.[extension]).map(({ name }) => name);
    return [viewport.model?.epoch, node, selection.primitive, material, alphaMode, ...layers].join(" ");
  }

  private refresh(): void {
    const { node } = this.tools.selection;
    const shape = this.shapeOf(node);
    if (shape === this.shape) {
      this.rows.refresh();
      return;
    }
    this.shape = shape;
    this.rows.clear();
    if (node === null) {
      this.element.replaceChildren(hint("Nothing is selected: click in the picture or in the list."));
      return;
    }
    const title = h("h3", { class: "tk-inspector-title" }, doc.nodeName(this.gltf, node));
    this.element.replaceChildren(title, this.transform(node), ...this.surfaces(node), ...this.light(node), ...this.camera(node));
  }

  private transform(node: number): HTMLElement {
    const moved = doc.isAnimated(this.gltf, node);
    return group("Transform", [...this.rows.transform(node), moved && hint("An animation moves this node; edits change its rest pose.")]);
  }

  // ---- surfaces ------------------------------------------------------------------------------------------------------

  private surfaces(node: number): HTMLElement[] {
    const all = doc.materialsOf(this.gltf, node);
    if (all.length === 0) return [];
    const chosen = all[this.tools.selection.primitive] ?? all.find((material) => material !== undefined);
    if (chosen === undefined) return [group("Surface", [hint("The default material; give the mesh one of its own to edit it.")])];
    const value = elementOf(this.gltf, "material", chosen);
    const fields = SURFACE.filter(({ field }) => field !== "alpha_cutoff" || value.alphaMode === "MASK");
    const textured = OF_TEXTURES.filter(({ texture }) => value[texture]);
    const present = LAYERS.filter(({ extension }) => value.extensions?.[extension]);
    return [
      group(`Surface: ${this.materialName(chosen)}`, [
        this.chooser(node, all, chosen),
        ...[...fields, ...textured].map((field) => this.rows.field("material", chosen, field)),
      ]),
      ...present.map((layer) => this.layer(chosen, layer)),
      this.adder(chosen, LAYERS.filter((layer) => !present.includes(layer))),
    ];
  }

  private materialName(index: number): string {
    return this.gltf.materials?.[index]?.name || `material ${index}`;
  }

  /** A choice among the different materials of a mesh. */
  private chooser(node: number, all: readonly (number | undefined)[], chosen: number): HTMLElement | null {
    const different = [...new Set(all.filter((material) => material !== undefined))];
    if (different.length < 2) return null;
    const words = different.map((index) => [String(index), this.materialName(index)] as const);
    const row = selectRow("Material", words, (value) => this.tools.selection.select(node, all.indexOf(Number(value))));
    row.set(String(chosen));
    return row.element;
  }

  private layer(material: number, layer: Layer): HTMLElement {
    const remove = h("button", { type: "button", class: "tk-link", "aria-label": `Remove ${layer.label}` }, "Remove");
    remove.addEventListener("click", () => this.setLayer(material, layer, false));
    return group(layer.label, layer.fields.map((field) => this.rows.field("material", material, field)), remove);
  }

  private adder(material: number, missing: readonly Layer[]): HTMLElement {
    const select = h("select", { class: "tk-select", "aria-label": "Add a layer" }, h("option", { value: "" }, "Add a layer…"));
    for (const { name, label } of missing) select.append(h("option", { value: name }, label));
    select.addEventListener("change", () => {
      const layer = missing.find(({ name }) => name === select.value);
      if (layer) this.setLayer(material, layer, true);
    });
    return h("div", { class: "tk-row tk-adder", hidden: missing.length === 0 }, select);
  }

  private setLayer(material: number, layer: Layer, there: boolean): void {
    const json = elementOf(this.gltf, "material", material);
    const value = doc.having(json, ["extensions", layer.extension], there ? layer.json : undefined);
    this.tools.editor.change(
      { target: "material", index: material, value },
      { target: "material", index: material, field: layer.name, value: there ? layer.start : null },
    );
    this.refresh();
  }

  // ---- light and camera ----------------------------------------------------------------------------------------------

  private light(node: number): HTMLElement[] {
    const found = doc.lightOf(this.gltf, node);
    if (!found) return [];
    const { index, value: { type } } = found;
    const unit = type === "directional" ? "lx" : "cd";
    const common = LIGHT.map((field) => (field.field === "intensity" ? { ...field, unit } : field));
    const more = type === "directional" ? [] : type === "spot" ? [RANGE, ...CONE] : [RANGE];
    return [group(`${capital(type)} light`, [...common, ...more].map((field) => this.rows.field("light", index, field)))];
  }

  private camera(node: number): HTMLElement[] {
    const index = this.gltf.nodes[node].camera;
    if (index === undefined) return [];
    const look = h("button", { type: "button", class: "tk-button" }, "Look through");
    look.addEventListener("click", () => lookThrough(this.tools, node));
    const fields = elementOf(this.gltf, "camera", index).type === "orthographic" ? ORTHOGRAPHIC : PERSPECTIVE;
    const rows = fields.map((field) => this.rows.field("camera", index, field));
    return [group("Camera", [...rows, h("div", { class: "tk-row tk-adder" }, look)])];
  }
}

const hint = (text: string): HTMLElement => h("p", { class: "tk-hint" }, text);

function group(title: string, rows: readonly (HTMLElement | null | false)[], action: HTMLElement | null = null): HTMLElement {
  const head = h("div", { class: "tk-group-title" }, h("h4", {}, title), action);
  return h("section", { class: "tk-group", "aria-label": title }, head, ...rows);
}

/** Stand where a camera of the scene stands. */
function lookThrough({ viewport }: Tools, node: number): void {
  const gltf = viewport.model?.gltf ?? {};
  const { type, orthographic, perspective } = gltf.cameras[gltf.nodes[node].camera];
  const { position, rotation } = decompose(doc.worldOf(gltf, node));
  const box = viewport.bounds();
  const now = viewport.camera;
  const reach = Math.max(length(subtract(box ? middle(box) : now.target, position)), 1e-3);
  const lens: Partial<CameraState> = type === "orthographic"
    ? { kind: type, ymag: orthographic.ymag, xmag: (orthographic.ymag * viewport.width) / viewport.height, zfar: orthographic.zfar }
    : { kind: type, yfov: perspective.yfov, zfar: perspective.zfar ?? null };
  const target = add(position, scale(rotate(rotation, [0, 0, -1]), reach));
  viewport.setCamera({ ...now, ...lens, position, quaternion: rotation, target }, { seconds: travel() });
}
