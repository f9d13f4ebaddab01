// Icons of 16 by 16, drawn for this view: lines of 1.3 in the colour of the text; "!" marks a filled shape.

const SHAPES = {
  frame: ["M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3", "!M8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6z"],
  views: ["M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM2.6 4.9L8 8l5.4-3.1M8 8v6.2"],
  bookmark: ["M4.2 2.5h7.6v11L8 10.6l-3.8 2.9z"],
  measure: ["M1.8 11.2l9.4-9.4 3 3-9.4 9.4zM4.5 8.5l1.6 1.6M6.7 6.3l1 1M8.9 4.1l1.6 1.6"],
  clip: ["M8.5 1.5v13", "M8.5 4H2.8v8h5.7", "!M10.4 4h.9v.9h-.9zM12.4 4h.9v.9h-.9zM12.4 6.4h.9v.9h-.9zM12.4 8.8h.9v.9h-.9zM12.4 11.1h.9v.9h-.9zM10.4 11.1h.9v.9h-.9z"],
  shading: ["M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4z", "!M8 2.3a5.7 5.7 0 0 1 0 11.4z"],
  light: ["M8 5.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6z", "M8 1.3v1.6M8 13.1v1.6M1.3 8h1.6M13.1 8h1.6M3.3 3.3l1.1 1.1M11.6 11.6l1.1 1.1M3.3 12.7l1.1-1.1M11.6 4.4l1.1-1.1"],
  grid: ["M4.6 3.5L2 13M11.4 3.5L14 13M8 3.5V13M3.9 6.2h8.2M3 9.3h10M2 13h12M4.6 3.5h6.8"],
  axes: ["M5.5 10.5V2.2M5.5 10.5h8.3M5.5 10.5L2 14", "M3.9 3.9l1.6-1.7 1.6 1.7M12.2 8.9l1.6 1.6-1.6 1.6"],
  panel: ["M1.8 3h12.4v10H1.8zM9.8 3v10", "M11.6 5.6h1M11.6 8h1"],
  info: ["M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12zM8 7.3v3.6", "!M8 4.5a.85.85 0 1 1 0 1.7a.85.85 0 0 1 0-1.7z"],
  help: ["M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9", "!M8 11.6a.9.9 0 1 1 0 1.8a.9.9 0 0 1 0-1.8z"],
  expand: ["M9.7 2.5h3.8v3.8M13.5 2.5L9 7M6.3 13.5H2.5V9.7M2.5 13.5L7 9"],
  shrink: ["M13 6.5H9.5V3M9.5 6.5l4-4M3 9.5h3.5V13M6.5 9.5l-4 4"],
  play: ["!M4.8 2.9l8 5.1-8 5.1z"],
  pause: ["!M4 3h2.7v10H4zM9.3 3H12v10H9.3z"],
  loop: ["M3 8.5V7a3 3 0 0 1 3-3h6M10 2l2 2-2 2M13 7.5V9a3 3 0 0 1-3 3H4M6 14l-2-2 2-2"],
  eye: ["M1.5 8S3.8 3.8 8 3.8 14.5 8 14.5 8 12.2 12.2 8 12.2 1.5 8 1.5 8z", "M8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6z"],
  hidden: ["M2.5 9.5C4 10.9 5.8 11.7 8 11.7s4-.8 5.5-2.2M3.6 10.4l-1.2 1.8M8 11.7v2.1M12.4 10.4l1.2 1.8"],
  right: ["M6 3.5L10.5 8 6 12.5"],
  down: ["M3.5 6L8 10.5 12.5 6"],
  close: ["M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4"],
  add: ["M8 3v10M3 8h10"],
  remove: ["M3 4.5h10M6.2 4.5V2.8h3.6v1.7M4.3 4.5l.6 8.7h6.2l.6-8.7M6.6 6.8v4.2M9.4 6.8v4.2"],
  flip: ["M8 1.5v13M6 4.5L2 11.5h4zM10 4.5l4 7h-4z"],
  look: ["M1.8 4.5h8v7h-8zM9.8 7.2l4.4-2.4v6.4L9.8 8.8"],
  mesh: ["M8 2.3l6 10.6H2zM8 2.3v10.6M5 7.6l3 5.3M11 7.6l-3 5.3"],
  empty: ["M8 3.2v9.6M3.2 8h9.6"],
  skin: ["M5 2.6a1.6 1.6 0 1 1-1.6 2.1M5.6 5.3l4.8 5.4M11 13.4a1.6 1.6 0 1 1 1.6-2.1"],
  surface: ["M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4z", "M4.8 7.2A3.6 3.6 0 0 1 7.4 4.7"],
  check: ["M3 8.5l3.2 3.2L13 4.8"],
  search: ["M7 2.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 0 1 0-8.4zM10.2 10.2l3.3 3.3"],
} as const;

export type IconName = keyof typeof SHAPES;

const SVG = "http://www.w3.org/2000/svg";

/** An icon; it says nothing to a screen reader, its button does. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true", focusable: "false",
    fill: "none", stroke: "currentColor", "stroke-width": "1.3", "stroke-linecap": "round", "stroke-linejoin": "round",
  })) {
    svg.setAttribute(key, value);
  }
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape.replace("!", ""));
    if (shape.startsWith("!")) {
      path.setAttribute("fill", "currentColor");
      path.setAttribute("stroke", "none");
    }
    svg.append(path);
  }
  return svg;
}
