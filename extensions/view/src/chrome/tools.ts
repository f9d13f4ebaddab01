// What every tool gets: the picture, the document, the traits, and a voice.

import type { Ends } from "./dom.ts";
import type { Editor } from "./editor.ts";
import type { HostPort, ViewportPort } from "./ports.ts";
import type { Selection } from "./selection.ts";
import type { Tone } from "./speech.ts";
import type { State } from "./state.ts";

export interface Tools {
  readonly viewport: ViewportPort;
  readonly host: HostPort;
  readonly state: State;
  readonly editor: Editor;
  readonly selection: Selection;
  /** The frame around picture, bar and panels. */
  readonly frame: HTMLElement;
  readonly ends: Ends;
  /** Show a line, and have it read aloud. */
  say(text: string, tone?: Tone): void;
  /** Bring the selected node, or everything, into the picture. */
  frameSelected(): void;
  setVisible(node: number, visible: boolean): void;
}

/** A part of the chrome. */
export interface Part {
  readonly element: HTMLElement;
}
