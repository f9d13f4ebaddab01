// Rows of the inspector that follow their element, and change it.

import { checkRow, colorRow, numberRow, selectRow, vectorRow, type NumberOptions, type Row } from "./controls.ts";
import * as doc from "./document.ts";
import { keyOf } from "./editor.ts";
import type { Field } from "./fields.ts";
import type { Gltf, Vec3 } from "./ports.ts";
import type { Tools } from "./tools.ts";
import { compose, fromEuler, toEuler, type Transform } from "./vectors.ts";

export type Kind = "material" | "light" | "camera";

/** The JSON of an element of the document. */
export function elementOf(gltf: Gltf, kind: Kind, index: number): Gltf {
  if (kind === "material") return gltf.materials?.[index] ?? {};
  if (kind === "camera") return gltf.cameras?.[index] ?? {};
  return gltf.extensions?.KHR_lights_punctual?.lights?.[index] ?? {};
}

/** A row with the key of its field (`keyOf`), which is read again when its element has changed. */
interface Bound {
  row: Row<any>;
  key: string;
  read(): unknown;
}

/** All rows that are shown now. */
export class BoundRows {
  private readonly tools: Tools;
  private rows: Bound[] = [];

  constructor(tools: Tools) {
    this.tools = tools;
  }

  clear(): void {
    this.rows = [];
  }

  refresh(): void {
    for (const { row, read } of this.rows) row.set(read());
  }

  /** Show at the rows of a field why its value was refused. */
  complain(key: string, message: string): void {
    for (const bound of this.rows.filter((one) => one.key === key)) {
      bound.row.set(bound.read());
      bound.row.complain(message);
    }
  }

  private get gltf(): Gltf {
    return this.tools.viewport.model?.gltf ?? {};
  }

  private bind(row: Row<any>, key: string, read: () => unknown): HTMLElement {
    row.set(read());
    this.rows.push({ row, key, read });
    return row.element;
  }

  /** A row for a field of a material, light or camera. */
  field(kind: Kind, index: number, field: Field): HTMLElement {
    const read = (): any => doc.at(elementOf(this.gltf, kind, index), field.path) ?? field.absent;
    const change = (json: unknown, value: unknown = json): void => {
      this.tools.editor.change(
        { target: kind, index, value: doc.having(elementOf(this.gltf, kind, index), field.path, json) },
        { target: kind, index, field: field.field, value },
      );
    };
    const key = keyOf({ target: kind, index, field: field.field });
    switch (field.kind) {
      case "number": {
        const { factor = 1 } = field;
        const typed = (shown: number): void => (Number.isFinite(shown) ? change(shown / factor) : change(undefined, null));
        return this.bind(numberRow(field.label, optionsOf(field), typed), key, () => read() * factor);
      }
      case "alpha":
        return this.bind(numberRow(field.label, optionsOf(field), (value) => change([...read().slice(0, 3), value])), key, () => read()[3]);
      case "color":
        return this.bind(colorRow(field.label, (value) => change([...value, ...read().slice(3)])), key, read);
      case "check": {
        const isExtension = field.path[0] === "extensions"; // it is there or not
        const ticked = (value: boolean): void => change(isExtension ? (value ? {} : undefined) : value, value);
        return this.bind(checkRow(field.label, ticked), key, () => Boolean(read()));
      }
      case "select": {
        const words = (field.options ?? []).map((option) => [option, capital(option)] as const);
        return this.bind(selectRow(field.label, words, (value) => change(value)), key, read);
      }
    }
  }

  /** Position, rotation and scale of a node. */
  transform(node: number): HTMLElement[] {
    const read = (): Transform => doc.transformOf(this.gltf.nodes[node]);
    const row = (
      field: keyof Transform, options: NumberOptions, to: (transform: Transform) => Vec3, from: (shown: Vec3) => Partial<Transform>,
    ): HTMLElement => {
      const change = (shown: Vec3): void => {
        const part = from(shown);
        const matrix = compose({ ...read(), ...part });
        this.tools.editor.change({ target: "node", index: node, matrix }, { target: "node", index: node, field, value: part[field] });
      };
      const key = keyOf({ target: "node", index: node, field });
      return this.bind(vectorRow(capital(field), options, change), key, () => to(read()));
    };
    return [
      row("position", { unit: "m" }, (t) => t.position, (position) => ({ position })),
      row("rotation", { unit: "°", step: 1 }, (t) => toEuler(t.rotation), (angles) => ({ rotation: fromEuler(angles) })),
      row("scale", {}, (t) => t.scale, (scale) => ({ scale })),
    ];
  }
}

function optionsOf({ min, max, span, step, unit, log }: Field): NumberOptions {
  return {
    slider: true,
    ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(span ? { span } : {}),
    ...(step ? { step } : {}), ...(unit ? { unit } : {}), ...(log ? { log } : {}),
  };
}

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
