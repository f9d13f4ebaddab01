// Plain canvases.

/** A canvas with the same picture. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  if (canvas.width > 0 && canvas.height > 0) copy.getContext("2d")?.drawImage(canvas, 0, 0);
  return copy;
}

/** The picture as a file; `mime` may be image/png, image/jpeg or image/webp. */
export function encoded(canvas: HTMLCanvasElement, mime: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`no picture as ${mime}`))), mime, 0.92);
  });
}
