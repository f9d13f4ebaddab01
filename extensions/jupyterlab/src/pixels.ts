// The picture of a view as PNG, no larger than it needs to be in a notebook file.

const WIDEST = 1024;
const PROBE = 16;

/** Base64 of a PNG; null while nothing has been drawn. */
export function pixels(canvas: HTMLCanvasElement): string | null {
  if (canvas.width === 0 || canvas.height === 0 || isEmpty(canvas)) return null;
  const shown = canvas.clientWidth || canvas.width;
  const scale = Math.min(1, shown / canvas.width, WIDEST / canvas.width);
  const drawn = scale < 1 ? scaled(canvas, Math.round(canvas.width * scale), Math.round(canvas.height * scale)) : canvas;
  return drawn.toDataURL("image/png").split(",")[1] ?? null;
}

function isEmpty(canvas: HTMLCanvasElement): boolean {
  const small = scaled(canvas, PROBE, PROBE);
  const { data } = small.getContext("2d")!.getImageData(0, 0, PROBE, PROBE);
  return data.every((value) => value === 0);
}

function scaled(canvas: HTMLCanvasElement, width: number, height: number): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  copy.width = Math.max(width, 1);
  copy.height = Math.max(height, 1);
  const context = copy.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, 0, 0, copy.width, copy.height);
  return copy;
}
