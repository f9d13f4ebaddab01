// The bundle's face: what the loader, to_html() and the tests use.

import { FEW } from "./batches.ts";
import { chrome } from "./chrome/index.ts";
import type { Host } from "./host.ts";
import { overlay } from "./pictures/overlay.ts";
import { remote } from "./pictures/remote.ts";
import { Session } from "./session.ts";
import { stage } from "./stage.ts";
import { Viewport } from "./viewport.ts";

export { blobs } from "./blobs.ts";
export { offlineHost, widgetHost, type Host, type OfflineData, type WidgetModel } from "./host.ts";
export { stage } from "./stage.ts";
export { Session } from "./session.ts";
export { Viewport } from "./viewport.ts";

/** A view on a page. */
export interface Mounted {
  readonly viewport: Viewport;
  readonly session: Session;
  dispose(): void;
}

/** Do what the first view of a page would wait for, whose scene has this many meshes. */
export function warmUp(meshes: number): Promise<void> {
  return stage().warmUp(meshes < FEW ? "alone" : "crowd");
}

/** Show what `host` brings, inside `el`. */
export function mount(el: HTMLElement, host: Host): Mounted {
  const viewport = new Viewport();
  const tools = chrome(viewport, host);
  tools.element.classList.add("tk-view");
  tools.element.dataset["model"] = host.get<string>("_id") ?? "";
  el.append(tools.element);
  const pictures = [remote(viewport, host), overlay(viewport, host)];
  const session = new Session(host, viewport);
  host.replay();
  return {
    viewport,
    session,
    dispose() {
      try {
        session.dispose(); // it says so to the kernel
      } finally {
        pictures.forEach((part) => part.dispose());
        tools.dispose();
        viewport.dispose();
      }
    },
  };
}
