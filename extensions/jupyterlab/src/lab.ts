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
  readonly title: { label: string };
  layout: unknown;
  id: string;
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

export interface SessionContext {
  readonly statusChanged: Signal<SessionContext, string>;
  readonly kernelChanged: Signal<SessionContext, unknown>;
}

export interface DocumentContext {
  readonly path: string;
  readonly ready: Promise<void>;
  readonly saveState: Signal<DocumentContext, "started" | "completed" | "failed">;
  readonly model: { toString(): string };
  readonly sessionContext: SessionContext;
}

export interface NotebookPanel extends LuminoWidget {
  readonly content: { readonly rendermime: RenderMime };
  readonly context: DocumentContext;
  readonly sessionContext: SessionContext;
  readonly disposed: Signal<NotebookPanel, void>;
}

export interface NotebookTracker {
  readonly widgetAdded: Signal<NotebookTracker, NotebookPanel>;
  forEach(action: (panel: NotebookPanel) => void): void;
}

export interface FileType {
  name: string;
  displayName: string;
  extensions: string[];
  mimeTypes: string[];
  fileFormat: "text" | "base64" | "json";
  contentType: "file";
}

export interface DocumentRegistry {
  addFileType(type: FileType): void;
  addWidgetFactory(factory: unknown): void;
}

export interface Application {
  readonly docRegistry: DocumentRegistry;
}

/** What JupyterLab takes as a plugin. */
export interface Plugin {
  id: string;
  description: string;
  autoStart: boolean;
  requires?: unknown[];
  optional?: unknown[];
  activate(app: Application, ...services: unknown[]): void;
}

export type Constructor<T> = new (...given: never[]) => T;

/** Shared modules, as far as they are used. */
export interface Shared {
  widgets: {
    Widget: new (options?: { node: HTMLElement }) => LuminoWidget;
    PanelLayout: new () => { addWidget(widget: LuminoWidget): void };
  };
  notebook: { INotebookTracker: unknown };
  docregistry: {
    ABCWidgetFactory: new (options: Record<string, unknown>) => { createNewWidget(context: DocumentContext): unknown };
    DocumentWidget: new (options: { context: DocumentContext; content: LuminoWidget }) => LuminoWidget;
  };
}
