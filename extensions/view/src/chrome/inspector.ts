// What is selected, with controls: transform, surfaces, light, camera.

import { checkRow, colorRow, numberRow, selectRow, vectorRow, type Row } from "./controls.ts";
import * as doc from "./document.ts";
import { atFrame, h, travel } from "./dom.ts";
import { keyOf, type Change } from "./editor.ts";
import { CONE, LAYERS, LIGHT, OF_TEXTURES, ORTHOGRAPHIC, PERSPECTIVE, RANGE, SURFACE, type Field, type Layer } from "./fields.ts";
import type { Edit, Gltf, Vec3 } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";
import { compose, decompose, fromEuler, length, middle, rotate, scale, subtract, add, toEuler, type Transform } from "./vectors.ts";

type Kind = "material" | "light" | "camera";

/** A control that follows its element. */
interface Bound {
  row: Row<any>;
  key: string;
  refresh(): void;
}

export function inspector(tools: Tools): Part {
  const { viewport, selection, editor, ends } = tools;
  const element = h("div", { class: "tk-inspector" });
  let bound: Bound[] = [];
  let shape = "";

  const gltf = (): Gltf => viewport.model?.gltf ?? {};

  function elementOf(kind: Kind, index: number): Gltf {
    const document = gltf();
    if (kind === "material") return document.materials?.[index] ?? {};
    if (kind === "camera") return document.cameras?.[index] ?? {};
    return document.extensions?.KHR_lights_punctual?.lights?.[index] ?? {};
  }

  function bind(row: Row<any>, key: string, read: () => unknown): HTMLElement {
    const refresh = (): void => row.set(read());
    refresh();
    bound.push({ row, key, refresh });
    return row.element;
  }

  /** One row for a field of a material, light or camera. */
  function fieldRow(kind: Kind, index: number, field: Field): HTMLElement {
    const read = (): any => doc.at(elementOf(kind, index), field.path) ?? field.absent;
    const change = (json: unknown, value: unknown = json): void => {
      editor.change(
        { target: kind, index, value: doc.having(elementOf(kind, index), field.path, json) },
        { target: kind, index, field: field.field, value },
      );
    };
    const key = keyOf({ target: kind, index, field: field.field });
    const { factor = 1, min, max, span, step, unit, log } = field;
    const options = {
      slider: true,
      ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(span ? { span } : {}),
      ...(step ? { step } : {}), ...(unit ? { unit } : {}), ...(log ? { log } : {}),
    };
    switch (field.kind) {
      case "number":
        return bind(
          numberRow(field.label, options, (shown) => {
            const value = shown / factor;
            if (Number.isFinite(value)) change(value);
            else change(undefined, null);
          }), key, () => read() * factor,
        );
      case "alpha":
        return bind(numberRow(field.label, options, (value) => change([...read().slice(0, 3), value])), key, () => read()[3]);
      case "color":
        return bind(colorRow(field.label, (value) => change([...value, ...read().slice(3)])), key, read);
      case "check": // an extension that is there or not, or a flag
        return bind(
          checkRow(field.label, (value) => change(field.path[0] === "extensions" ? (value ? {} : undefined) : value, value)),
          key, () => Boolean(read()),
        );
      case "select": {
        const words = (field.options ?? []).map((option) => [option, capital(option)] as const);
        return bind(selectRow(field.label, words, (value) => change(value)), key, read);
      }
    }
  }

  const group = (title: string, rows: readonly (HTMLElement | null)[], extra?: HTMLElement): HTMLElement =>
    h("section", { class: "tk-group", "aria-label": title }, h("div", { class: "tk-group-title" }, h("h4", {}, title), extra ?? null), ...rows);

  // -- transform --------------------------------------------------------------------------------------------------------

  function transform(node: number): HTMLElement {
    const read = (): Transform => doc.transformOf(gltf().nodes[node]);
    const row = <T>(
      label: string, field: string, options: object, to: (transform: Transform) => Vec3, from: (value: Vec3) => Partial<Transform>,
    ): HTMLElement =>
      bind(
        vectorRow(label, options, (shown) => {
          const part = from(shown);
          const edit: Edit = { target: "node", index: node, matrix: compose({ ...read(), ...part }) };
          editor.change(edit, { target: "node", index: node, field, value: Object.values(part)[0] as T });
        }), keyOf({ target: "node", index: node, field }), () => to(read()).map((value) => Number(value.toPrecision(6))),
      );
    const hint = doc.isAnimated(gltf(), node) ? h("p", { class: "tk-hint" }, "An animation moves this node; edits change its rest pose.") : null;
    return group("Transform", [
      row("Position", "position", { unit: "m" }, (t) => t.position, (position) => ({ position })),
      row("Rotation", "rotation", { unit: "°", step: 1 }, (t) => toEuler(t.rotation), (angles) => ({ rotation: fromEuler(angles) })),
      row("Scale", "scale", {}, (t) => t.scale, (scaled) => ({ scale: scaled })),
      hint,
    ]);
  }

  // -- surfaces ---------------------------------------------------------------------------------------------------------

  function surfaces(node: number): HTMLElement[] {
    const all = doc.materialsOf(gltf(), node);
    const chosen = all[selection.primitive] ?? all.find((material) => material !== undefined);
    if (chosen === undefined) {
      return all.length ? [group("Surface", [h("p", { class: "tk-hint" }, "The default material; give the mesh one of its own to edit it.")])] : [];
    }
    const different = [...new Set(all.filter((material): material is number => material !== undefined))];
    const chooser = different.length > 1
      ? selectRow("Material", different.map((index) => [String(index), materialName(index)] as const), (value) => {
          selection.select(node, all.indexOf(Number(value)));
        })
      : null;
    chooser?.set(String(chosen));
    const value = elementOf("material", chosen);
    const textured = OF_TEXTURES.filter(({ texture }) => value[texture]);
    const present = LAYERS.filter(({ extension }) => value.extensions?.[extension]);
    const surface = SURFACE.filter(({ field }) => field !== "alpha_cutoff" || value.alphaMode === "MASK");
    const rows = [chooser?.element ?? null, ...[...surface, ...textured].map((field) => fieldRow("material", chosen, field))];
    const missing = LAYERS.filter((layer) => !present.includes(layer));
    const adder = h("select", { class: "tk-select", "aria-label": "Add a layer" }, h("option", { value: "" }, "Add a layer…"));
    for (const { name, label } of missing) adder.append(h("option", { value: name }, label));
    adder.addEventListener("change", () => {
      const layer = LAYERS.find(({ name }) => name === adder.value);
      if (layer) setLayer(chosen, layer, true);
    });
    return [
      group(`Surface: ${materialName(chosen)}`, rows),
      ...present.map((layer) => {
        const remove = h("button", { type: "button", class: "tk-link", "aria-label": `Remove ${layer.label}` }, "Remove");
        remove.addEventListener("click", () => setLayer(chosen, layer, false));
        return group(layer.label, layer.fields.map((field) => fieldRow("material", chosen, field)), remove);
      }),
      ...(missing.length ? [h("div", { class: "tk-row tk-adder" }, adder)] : []),
    ];
  }

  function setLayer(material: number, layer: Layer, there: boolean): void {
    const value = doc.having(elementOf("material", material), ["extensions", layer.extension], there ? layer.json : undefined);
    const change: Change = { target: "material", index: material, field: layer.name, value: there ? layer.start : null };
    editor.change({ target: "material", index: material, value }, change);
    refresh();
  }

  const materialName = (index: number): string => gltf().materials?.[index]?.name || `material ${index}`;

  // -- light and camera -------------------------------------------------------------------------------------------------

  function light(node: number): HTMLElement[] {
    const found = doc.lightOf(gltf(), node);
    if (!found) return [];
    const { index, value } = found;
    const unit = value.type === "directional" ? "lx" : "cd";
    const fields = LIGHT.map((field) => (field.field === "intensity" ? { ...field, unit } : field));
    const more = value.type === "directional" ? [] : value.type === "spot" ? [RANGE, ...CONE] : [RANGE];
    return [group(`${capital(value.type)} light`, [...fields, ...more].map((field) => fieldRow("light", index, field)))];
  }

  function camera(node: number): HTMLElement[] {
    const index = gltf().nodes[node].camera;
    if (index === undefined) return [];
    const value = elementOf("camera", index);
    const look = h("button", { type: "button", class: "tk-button" }, "Look through");
    look.addEventListener("click", () => lookThrough(tools, node));
    const fields = value.type === "orthographic" ? ORTHOGRAPHIC : PERSPECTIVE;
    return [group("Camera", [...fields.map((field) => fieldRow("camera", index, field)), h("div", { class: "tk-row tk-adder" }, look)])];
  }

  // -- all --------------------------------------------------------------------------------------------------------------

  /** What decides which rows there are; with the same, only values change. */
  function shapeOf(node: number | null): string {
    if (node === null) return "";
    const material = doc.materialsOf(gltf(), node)[selection.primitive];
    const { extensions: all, alphaMode } = elementOf("material", material ?? -1);
    const extensions = Object.keys(all ?? {}).filter((name) => LAYERS.some((layer) => layer.extension === name));
    return [viewport.model?.epoch, node, selection.primitive, material, alphaMode, ...extensions.sort(), doc.lightOf(gltf(), node)?.value.type].join(" ");
  }

  function refresh(): void {
    const node = selection.node;
    const now = shapeOf(node);
    if (now === shape && bound.length) {
      bound.forEach((one) => one.refresh());
      return;
    }
    shape = now;
    bound = [];
    if (node === null) {
      element.replaceChildren(h("p", { class: "tk-hint" }, "Nothing is selected: click in the picture or in the list."));
      return;
    }
    const title = h("h3", { class: "tk-inspector-title" }, doc.nodeName(gltf(), node));
    element.replaceChildren(title, transform(node), ...surfaces(node), ...light(node), ...camera(node));
  }

  ends.add(
    selection.watch(refresh),
    viewport.on("edit", atFrame(refresh)),
    editor.onRefusal((key, message) => {
      bound.filter((one) => one.key === key).forEach((one) => {
        one.refresh();
        one.row.complain(message);
      });
      tools.say(message, "problem");
    }),
  );
  return { element };
}

/** Stand where a camera of the scene stands. */
function lookThrough({ viewport }: Tools, node: number): void {
  const gltf = viewport.model?.gltf ?? {};
  const value = gltf.cameras[gltf.nodes[node].camera];
  const { position, rotation } = decompose(doc.worldOf(gltf, node));
  const box = viewport.bounds();
  const aspect = viewport.width / viewport.height;
  const now = viewport.camera;
  const reach = Math.max(length(subtract(box ? middle(box) : now.target, position)), 1e-3);
  const lens = value.type === "orthographic"
    ? { kind: "orthographic" as const, ymag: value.orthographic.ymag, xmag: value.orthographic.ymag * aspect, zfar: value.orthographic.zfar }
    : { kind: "perspective" as const, yfov: value.perspective.yfov, zfar: value.perspective.zfar ?? null };
  const target = add(position, scale(rotate(rotation, [0, 0, -1]), reach));
  viewport.setCamera({ ...now, ...lens, position, quaternion: rotation, target }, { seconds: travel() });
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
