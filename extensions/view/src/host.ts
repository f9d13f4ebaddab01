// The transport: an anywidget model in a notebook, or nothing but data in a file (to_html).

import { letGoWhenClosed, type WidgetManager } from "./letting-go.ts";
import type { Addressed, BlobsMessage, SceneMessage, ToBrowser, ToKernel } from "./protocol.ts";

export type Off = () => void;
export type Bytes = DataView | ArrayBuffer | Uint8Array;

/** What a view is mounted on. */
export interface Host {
  /** A name of this mount; the kernel addresses it by `to` and `skip`. */
  readonly client: string;
  /** Whether there is a kernel at the other end. */
  readonly live: boolean;
  /** Tell the kernel; what nobody hears any more is dropped. */
  send(message: ToKernel, buffers?: ArrayBuffer[]): void;
  on(handler: (message: ToBrowser, buffers: Uint8Array[]) => void): Off;
  /** Whether the kernel sent the scene before this mount, and it was kept. */
  readonly early: boolean;
  /** Hand what was kept to those who listen. */
  replay(): void;
  get<T>(name: string): T | undefined;
  /** Assign a trait, here and in the kernel. */
  set(name: string, value: unknown): void;
  observe(name: string, handler: (value: unknown) => void): Off;
}

/** The part of an anywidget (Backbone) model that is used. */
export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(message: unknown, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  on(event: string, handler: (...given: never[]) => void): void;
  off(event: string, handler: (...given: never[]) => void): void;
  readonly widget_manager?: WidgetManager;
}

export function bytesOf(data: Bytes): Uint8Array {
  if (data instanceof Uint8Array) return data;
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Whether a message is for a client. */
export function isFor(client: string, { to, skip }: Addressed): boolean {
  return skip !== client && (to === undefined || (Array.isArray(to) ? to.includes(client) : to === client));
}

let mounts = 0;

function clientName(): string {
  mounts += 1;
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}-${mounts}`;
}

type Heard = (message: ToBrowser, buffers?: Bytes[]) => void;

/** The host that anywidget's model is; `kept` is what has come for it before there was a view. */
export function widgetHost(model: WidgetModel, kept?: Parameters<Heard>[]): Host {
  const client = clientName();
  const listening = new Set<Heard>();
  let closed = false;
  // One that is not found has been closed already.
  void letGoWhenClosed(model.widget_manager, String(model.get("_id"))).catch(() => undefined);
  return {
    client,
    live: true,
    send(message, buffers = []) {
      try {
        model.send({ ...message, client }, undefined, buffers);
      } catch (error) {
        // JupyterLab has closed the way to a kernel that was restarted or shut down; the view lives on until its cell is run.
        if (!closed) console.info(`threedkit: the kernel of this view is gone (${error instanceof Error ? error.message : String(error)})`);
        closed = true;
      }
    },
    on(handler) {
      const heard: Heard = (message, buffers = []) => {
        if (isFor(client, message)) handler(message, buffers.map(bytesOf));
      };
      listening.add(heard);
      model.on("msg:custom", heard as (...given: never[]) => void);
      return () => {
        listening.delete(heard);
        model.off("msg:custom", heard as (...given: never[]) => void);
      };
    },
    early: kept?.some(([{ type }]) => type === "scene") ?? false,
    replay() {
      for (const told of kept?.splice(0) ?? []) listening.forEach((heard) => heard(...told));
    },
    get: <T>(name: string) => model.get(name) as T | undefined,
    set(name, value) {
      model.set(name, value);
      model.save_changes();
    },
    observe(name, handler) {
      const heard = (): void => handler(model.get(name));
      model.on(`change:${name}`, heard);
      return () => model.off(`change:${name}`, heard);
    },
  };
}

/** What a file holds: one scene message, the blobs that it refers to, and traits. */
export interface OfflineData {
  scene: Omit<SceneMessage, "type" | "blobs"> & Partial<Pick<SceneMessage, "blobs">>;
  blobs: Record<string, Uint8Array>;
  traits: Record<string, unknown>;
}

/** A host without a kernel: answers `ready` with the scene, and `need` with the blobs. */
export function offlineHost(data: OfflineData): Host {
  const handlers = new Set<(message: ToBrowser, buffers: Uint8Array[]) => void>();
  const observers = new Map<string, Set<(value: unknown) => void>>();
  const traits = new Map(Object.entries(data.traits));
  const sizes = Object.fromEntries(Object.entries(data.blobs).map(([hash, bytes]) => [hash, bytes.byteLength]));
  const tell = (message: ToBrowser, buffers: Uint8Array[] = []): void => {
    queueMicrotask(() => handlers.forEach((handler) => handler(message, buffers)));
  };
  return {
    client: clientName(),
    live: false,
    send(message) {
      if (message.type === "ready") tell({ blobs: sizes, ...data.scene, type: "scene" });
      if (message.type === "camera") tell({ type: "camera-ack", seq: message.seq });
      if (message.type === "need") {
        const found = message.hashes.filter((hash) => hash in data.blobs);
        const parts = found.map((hash) => ({ hash, offset: 0, size: data.blobs[hash]!.byteLength }));
        tell({ type: "blobs", parts } satisfies BlobsMessage, found.map((hash) => data.blobs[hash]!));
      }
    },
    on(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    early: false,
    replay: () => undefined,
    get: <T>(name: string) => traits.get(name) as T | undefined,
    set(name, value) {
      traits.set(name, value);
      observers.get(name)?.forEach((handler) => handler(value));
    },
    observe(name, handler) {
      const known = observers.get(name) ?? new Set();
      observers.set(name, known.add(handler));
      return () => known.delete(handler);
    },
  };
}
