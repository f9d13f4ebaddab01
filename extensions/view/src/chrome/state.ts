// The view's own settings: traits of the widget in a notebook, plain values in a saved page.

import type { CameraState, Clipping, Edit, HostPort, Off, Shading, Vec3 } from "./ports.ts";

export interface Bookmark {
  name: string;
  camera: CameraState;
}

export interface Measurement {
  a: Vec3;
  b: Vec3;
}

/** Metres of one unit; the names are what `view.unit` takes. */
export const UNITS = { mm: 0.001, cm: 0.01, m: 1, km: 1000, in: 0.0254, ft: 0.3048 } as const;
export type Unit = keyof typeof UNITS;

/** Views that move together (`tk.sync_views`). */
export interface Group {
  id: string;
  camera: boolean;
  time: boolean;
  selection: boolean;
}

export interface Traits {
  title: string;
  height: number;
  width: number | null;
  controls: boolean;
  panel: boolean;
  theme: "auto" | "light" | "dark";
  exposure: number;
  hover: boolean;
  shading: Shading;
  grid: boolean;
  axes: boolean;
  clipping: Clipping | null;
  bookmarks: Bookmark[];
  measurements: Measurement[];
  unit: Unit;
  presets: string[];
  preset: string;
  /** Names of the scene's variants, and the one that it has on. */
  variants: string[];
  variant: string | null;
  /** In a saved page: what puts each of them on, and none (""). */
  looks: Record<string, Edit[]>;
  animated: boolean;
  selection: number | null;
  groups: Group[];
}

export const DEFAULTS: Traits = {
  title: "3D view",
  height: 480,
  width: null,
  controls: true,
  panel: false,
  theme: "auto",
  exposure: 1,
  hover: false,
  shading: "lit",
  grid: false,
  axes: false,
  clipping: null,
  bookmarks: [],
  measurements: [],
  unit: "m",
  presets: [],
  preset: "",
  variants: [],
  variant: null,
  looks: {},
  animated: false,
  selection: null,
  groups: [],
};

/** Typed access to the traits; what a host does not have is the default, and what is set is told here at once. */
export class State {
  private readonly host: HostPort;

  constructor(host: HostPort) {
    this.host = host;
  }

  get<K extends keyof Traits>(name: K): Traits[K] {
    return this.host.get<Traits[K]>(name) ?? DEFAULTS[name];
  }

  set<K extends keyof Traits>(name: K, value: Traits[K]): void {
    this.host.set(name, value);
  }

  /** Call `handler` now and whenever the value changes. */
  watch<K extends keyof Traits>(name: K, handler: (value: Traits[K]) => void): Off {
    handler(this.get(name));
    return this.host.observe(name, () => handler(this.get(name)));
  }
}
