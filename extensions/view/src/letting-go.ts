// What a notebook would keep of a widget that was closed.
//
// JupyterLab's comms listen to their kernel from when they are made until it ends, and so are never freed (CommHandler);
// each holds the handlers of its model, and through them the model, its values, its views and their elements. So the
// comm of a model that has ended gets handlers that hold nothing.

interface Comm {
  on_msg(handler: () => void): void;
  on_close(handler: () => void): void;
}

/** The part of ipywidgets' own model that is used. */
interface Model {
  readonly comm?: Comm;
  get(name: string): unknown;
  once(event: "destroy", handler: () => void): void;
}

/** ipywidgets' manager, as anywidget hands it on. */
export interface WidgetManager {
  get_model?(id: string): Promise<unknown>;
}

const nothing = (): void => undefined;

function letGo(model: Model | null | undefined): void {
  const comm = model?.comm;
  if (typeof comm?.on_msg !== "function" || typeof comm.on_close !== "function") return; // another front end's
  model!.once("destroy", () => {
    comm.on_msg(nothing);
    comm.on_close(nothing);
  });
}

/** See to it that nothing stays of a widget and its layout once they are closed; where there is no such manager, nothing is done. */
export async function letGoWhenClosed(manager: WidgetManager | undefined, id: string): Promise<void> {
  const model = (await manager?.get_model?.(id)) as Model | undefined;
  letGo(model);
  letGo(model?.get("layout") as Model | null | undefined);
}
