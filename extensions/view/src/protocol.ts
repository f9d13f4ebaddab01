// The messages between kernel and browser. PROTOCOL.md says the same in words; threedkit/jupyter/live speaks it in Python.

export type Vec2 = [number, number];
export type Vec3 = [number, number, number];
export type Vec4 = [number, number, number, number];

/** A camera as `threedkit.render.CameraView` has it, with the point that it orbits about. World frame, metres, radians. */
export interface CameraState {
  kind: "perspective" | "orthographic";
  position: Vec3;
  /** xyzw; the camera looks down its own -Z, +Y is up. */
  quaternion: Vec4;
  target: Vec3;
  yfov: number;
  xmag: number;
  ymag: number;
  znear: number;
  /** null: infinite (perspective only). */
  zfar: number | null;
}

/** The light from all around; `map` is the hash of a blob: rgba half floats, row 0 looks up, middle column down -Z. */
export interface EnvironmentState {
  /** Hash of the light, filtered for each roughness: cube maps of half floats with edges of `size` texels down to 8, of
   * `channels` 1 (grey) or 3; each level's faces +X -X +Y -Y +Z -Z, mirrored in x as three.js looks cubes up. */
  light: string;
  size: number;
  channels: 1 | 3;
  /** Hash of what is seen behind, needed where it is: equirectangular rgba half floats. */
  picture: string;
  width: number;
  height: number;
  intensity: number;
  /** Radians counter-clockwise about +Y. */
  rotation: number;
  background: "color" | "environment";
  /** Linear RGB, unexposed. */
  background_color: Vec3;
}

export interface PlayerState {
  /** Index in the glTF's animations; null: rest pose. */
  clip: number | null;
  /** Seconds on the clock of the clip: the picture is `scene.pose(time, clip)`. */
  time: number;
  playing: boolean;
  speed: number;
  loop: boolean;
}

export type Box = { min: Vec3; max: Vec3 };

/** glTF 2.0 JSON; buffers and images have URIs `tk:<sha256>`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Gltf = Record<string, any>;

export type Shading = "lit" | "wireframe" | "normals" | "uv" | "overdraw";

/** What is kept where dot(normal, p) <= offset. */
export interface Clipping {
  normal: Vec3;
  offset: number;
}

// ---- kernel -> browser ----------------------------------------------------------------------------------------------

/** Meant for some clients only (`to`), or for all but one (`skip`); without both for everyone who shows the model. */
export interface Addressed {
  to?: string | string[];
  skip?: string;
}

export interface SceneMessage extends Addressed {
  type: "scene";
  /** Grows with each structural change; edits name the epoch that their indices belong to. */
  epoch: number;
  gltf: Gltf;
  /** Bytes of each blob by hash: all that `gltf` and `environment` refer to. */
  blobs: Record<string, number>;
  environment: EnvironmentState | null;
  /** Blobs that follow unasked. */
  coming?: string[];
  camera: CameraState;
  /** Width / height of the picture that the camera was fitted into; null: somebody has chosen it. */
  fitted?: number | null;
  player: PlayerState;
  /** Number of the kernel's word, this one on the player. */
  word?: number;
  /** World box of the scene at rest. */
  bounds: Box;
  notes: string[];
  /** It was sent before a client has asked. */
  early?: true;
}


/** A part of one or more blobs; `buffers[i]` belongs to `parts[i]`. */
export interface BlobsMessage extends Addressed {
  type: "blobs";
  parts: { hash: string; offset: number; size: number }[];
  early?: true;
}

export interface NodeEdit {
  target: "node";
  index: number;
  /** Local, column-major (glTF's order). */
  matrix?: number[];
  visible?: boolean;
  weights?: number[];
}
export interface MaterialEdit {
  target: "material";
  index: number;
  /** The whole glTF material object; textures by index of the epoch's glTF. */
  value: Gltf;
}
export interface LightEdit {
  target: "light";
  index: number;
  /** The whole KHR_lights_punctual object. */
  value: Gltf;
}
export interface CameraEdit {
  target: "camera";
  index: number;
  /** The whole glTF camera object. */
  value: Gltf;
}
export interface EnvironmentEdit {
  target: "environment";
  value: EnvironmentState | null;
}
/** Primitives wear another material of the epoch's glTF; null: the default one. */
export interface PrimitiveEdit {
  target: "primitive";
  /** Mesh, and primitive of it. */
  places: [number, number][];
  material: number | null;
}
export type Edit = NodeEdit | MaterialEdit | LightEdit | CameraEdit | EnvironmentEdit | PrimitiveEdit;

export interface EditMessage extends Addressed {
  type: "edit";
  epoch: number;
  seq: number;
  edits: Edit[];
  /** Blobs that an environment in `edits` needs. */
  blobs?: Record<string, number>;
}

export interface CameraMessage extends Addressed {
  type: "camera";
  camera: CameraState;
  /** As in a scene message. */
  fitted?: number | null;
  /** Seconds that the move takes; 0 or absent: at once. */
  seconds?: number;
  word?: number;
}
/** The kernel has taken camera message `seq`: the next may be sent. */
export interface CameraAckMessage extends Addressed {
  type: "camera-ack";
  seq: number;
}
export interface PlayerMessage extends Addressed {
  type: "player";
  player: PlayerState;
  word?: number;
}
/** A frame of the remote mode; `buffers[0]` is a JPEG, PNG or WebP. */
export interface FrameMessage extends Addressed {
  type: "frame";
  seq: number;
  mime: string;
  /** The last of a standing camera: nothing better follows. */
  final: boolean;
}
/** A picture over the view (`view.render()`); `buffers[0]` is the picture where there is a `mime`. */
export interface OverlayMessage extends Addressed {
  type: "overlay";
  /** Names the rendering. */
  id: string;
  state: "running" | "done" | "failed" | "cancelled" | "closed";
  mime?: string;
  /** 0 to 1. */
  progress?: number;
  text?: string;
  /** Where it was taken from. */
  camera?: CameraState;
}
/** A question of the kernel; `answer` brings it back under the same id. */
export interface AskMessage extends Addressed {
  type: "ask";
  id: string;
  what: "pixels" | "stats" | "pick" | "camera";
  /** pixels: size in pixels and format. */
  width?: number;
  height?: number;
  mime?: string;
  /** pick: CSS pixels from the upper left. */
  x?: number;
  y?: number;
}
/** The hit of a remote pick: answer to `pick-ask`. */
export interface PickAnswerMessage extends Addressed {
  type: "pick-answer";
  id: string;
  hit: Hit | null;
  /** That of `hit.node`. */
  epoch?: number;
}
/** An edit from the browser that Python refuses; the ordinary edit with Python's value follows. */
export interface RefusedMessage extends Addressed {
  type: "refused";
  id: string;
  message: string;
}
/** An edit from the browser that Python has taken: the next of that field may be sent. */
export interface EditedMessage extends Addressed {
  type: "edited";
  id: string;
}
/** Who draws: said by the kernel at the start and when that changes (auto). */
export interface DrawnByMessage extends Addressed {
  type: "drawn-by";
  by: "browser" | "remote";
  reason: string;
  /** It does not: `reason` says why. */
  failed?: boolean;
  /** The other way is there too: asked for by `draw`. */
  offer?: boolean;
}
/** All that the kernel has to say of what is shown, in place of what it said before (a scene's `notes` too). */
export interface NotesMessage extends Addressed {
  type: "notes";
  notes: string[];
  /** Why the last change is not shown; empty: it is. */
  problem?: string;
}

export type ToBrowser =
  | SceneMessage
  | BlobsMessage
  | EditMessage
  | CameraMessage
  | CameraAckMessage
  | PlayerMessage
  | FrameMessage
  | OverlayMessage
  | AskMessage
  | PickAnswerMessage
  | RefusedMessage
  | EditedMessage
  | DrawnByMessage
  | NotesMessage;

// ---- browser -> kernel ----------------------------------------------------------------------------------------------

export interface Hit {
  /** Index of the node in the epoch's glTF. */
  node: number;
  primitive: number;
  /** Which instance of an instanced node; null for others. */
  instance: number | null;
  /** Index of the triangle, line segment or point in the primitive. */
  triangle: number | null;
  point: Vec3;
  /** World, unit length, towards the viewer; null for points and lines. */
  normal: Vec3 | null;
  uv: Vec2 | null;
  /** Metres from the camera. */
  distance: number;
  /** The kernel has found it: `primitive` and `triangle` are the scene's own numbers, not those of what is drawn here. */
  own?: boolean;
}

export interface Ready {
  type: "ready";
  webgl: boolean;
  /** Why there is no WebGL. */
  reason: string | null;
  width: number;
  height: number;
  pixel_ratio: number;
  max_texture: number;
  /** Whether threedkit's JupyterLab extension is there. */
  lab: boolean;
  /** The page, whose views share blobs. */
  page: string;
  /** The scene that was sent early has been heard. */
  early: boolean;
}
export interface Need {
  type: "need";
  epoch: number;
  hashes: string[];
}
export interface Ack {
  type: "ack";
  epoch: number;
  seq: number;
}
/** The scene of this epoch is on the screen. */
export interface Shown {
  type: "shown";
  epoch: number;
  milliseconds: number;
  triangles: number;
  notes: string[];
}
export interface CameraMoved {
  type: "camera";
  /** The last word of the kernel on the camera that has been heard; 0: none. */
  heard: number;
  seq: number;
  camera: CameraState;
  /** More will follow: a drag is on. */
  moving: boolean;
  width: number;
  height: number;
  pixel_ratio: number;
}
export interface Picked {
  type: "pick" | "hover";
  epoch: number;
  hit: Hit | null;
  double: boolean;
}
/** Asks the kernel what is at (x, y) while it draws (remote). */
export interface PickAsk {
  type: "pick-ask";
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface PlayerMoved {
  type: "player";
  /** The last word of the kernel on the player that has been heard; 0: none. */
  heard: number;
  player: PlayerState;
}
/** What the user has selected: a node of that epoch, or nothing. */
export interface Select {
  type: "select";
  epoch: number;
  node: number | null;
}
/** From the inspector: `field` and `value` in Python's terms. */
export interface EditMade {
  type: "edit";
  id: string;
  /** That of the scene in which it was made. */
  epoch: number;
  target: "node" | "material" | "light" | "camera" | "environment" | "scene";
  index: number | null;
  field: string;
  value: unknown;
}
/** A frame of the remote mode is on the screen. */
export interface FrameAck {
  type: "frame-ack";
  seq: number;
  /** Where the player is, while it plays: the next frame is of then. */
  time: number | null;
}
/** Who the user wants to draw, where that was offered. */
export interface DrawWish {
  type: "draw";
  by: "browser" | "remote";
}
/** What the user wants of a rendering that lies over the view. */
export interface OverlayWish {
  type: "overlay";
  id: string;
  action: "cancel" | "close";
}
/** `buffers[0]` holds pixels, where pixels were asked for. */
export interface Answer {
  type: "answer";
  id: string;
  value: unknown;
}
export interface Failed {
  type: "error";
  text: string;
}
export interface Resized {
  type: "resized";
  width: number;
  height: number;
  pixel_ratio: number;
}
/** This client shows the view no more. */
export interface Gone {
  type: "gone";
}

export type ToKernel = (
  | Ready
  | Need
  | Ack
  | Shown
  | CameraMoved
  | Picked
  | PickAsk
  | PlayerMoved
  | Select
  | EditMade
  | FrameAck
  | OverlayWish
  | DrawWish
  | Answer
  | Failed
  | Resized
  | Gone
) & { client?: string };
