// The frame around the picture: its size, and the tools.

import type { Host } from "../host.ts";
import type { Viewport } from "../viewport.ts";

/** Part of the frame. */
export interface Part {
  readonly element: HTMLElement;
  dispose(): void;
}

/** The picture in its frame. */
export function chrome(viewport: Viewport, host: Host): Part {
  const { element } = viewport;
  const sized = (): void => {
    const width = host.get<number | null>("width");
    element.style.width = width ? `${width}px` : "100%";
    element.style.height = `${host.get<number>("height") ?? 480}px`;
    viewport.exposure = host.get<number>("exposure") ?? 1;
  };
  sized();
  const offs = ["width", "height", "exposure"].map((name) => host.observe(name, sized));
  return { element, dispose: () => offs.forEach((off) => off()) };
}
