// The part of JupyterLab 4 that is used, as types: what is imported at run time comes from JupyterLab itself, through the
// scope of shared modules that it hands to a federated extension (`container.ts`).

export interface Signal<Sender, Value> {
  connect(slot: (sender: Sender, value: Value) => void): boolean;
  disconnect(slot: (sender: Sender, value: Value) => void): boolean;
}

/** A widget of Lumino. */
export interface LuminoWidget {
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  layout: unknown;
  addClass(name: string): void;
  hide(): void;
  show(): void;
  dispose(): void;
}

/** A panel, which has children. */
export interface LuminoPanel extends LuminoWidget {
  readonly widgets: readonly LuminoWidget[];
}

export interface MimeModel {
  readonly trusted: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  setData(options: { data?: Record<string, unknown>; metadata?: Record<string, unknown> }): void;
}

export interface MimeRenderer extends LuminoWidget {
  renderModel(model: MimeModel): Promise<void>;
}

export interface RenderMime {
  readonly mimeTypes: readonly string[];
  addFactory(
    factory: { safe: boolean; mimeTypes: string[]; createRenderer: (options: unknown) => MimeRenderer },
    rank?: number,
  ): void;
  createRenderer(mimeType: string): MimeRenderer;
}

export interface Kernel {
  readonly status: string;
  requestCommInfo(content: { target_name: string }): Promise<{ content: { comms?: Record<string, unknown> } }>;
}

export interface SessionContext {
  readonly session: { readonly kernel: Kernel | null } | null;
  readonly statusChanged: Signal<SessionContext, string>;
}

export interface DocumentContext {
  readonly saveState: Signal<DocumentContext, "started" | "completed" | "failed">;
}

export interface NotebookPanel extends LuminoWidget {
  readonly content: { readonly rendermime: RenderMime };
  readonly context: DocumentContext;
  readonly sessionContext: SessionContext;
}

export interface NotebookTracker {
  readonly widgetAdded: Signal<NotebookTracker, NotebookPanel>;
  forEach(action: (panel: NotebookPanel) => void): void;
}

/** What JupyterLab takes as a plugin. */
export interface Plugin {
  id: string;
  description: string;
  autoStart: boolean;
  requires?: unknown[];
  activate(app: unknown, ...services: unknown[]): void;
}

/** Shared modules, as far as they are used. */
export interface Shared {
  widgets: {
    Widget: new (options?: { node: HTMLElement }) => LuminoWidget;
    PanelLayout: new () => { addWidget(widget: LuminoWidget): void };
  };
  notebook: { INotebookTracker: unknown };
}
