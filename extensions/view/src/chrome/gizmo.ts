// The axes of the world in a corner of the picture; a click on an end looks along it.

import { STANDARD_VIEWS, type StandardView } from "./cameras.ts";
import { h, s, travel } from "./dom.ts";
import type { Quat, Vec3 } from "./ports.ts";
import type { Part, Tools } from "./tools.ts";
import { rotate } from "./vectors.ts";

const SIDE = 64;
const ARM = 22;

const ENDS: { axis: Vec3; name: string; view: StandardView; class: string }[] = [
  { axis: [1, 0, 0], name: "X", view: "right", class: "x" },
  { axis: [0, 1, 0], name: "Y", view: "top", class: "y" },
  { axis: [0, 0, 1], name: "Z", view: "front", class: "z" },
  { axis: [-1, 0, 0], name: "", view: "left", class: "x" },
  { axis: [0, -1, 0], name: "", view: "bottom", class: "y" },
  { axis: [0, 0, -1], name: "", view: "back", class: "z" },
];

export function gizmo({ viewport, state, ends }: Tools): Part {
  const svg = s("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, width: SIDE, height: SIDE });
  const element = h("div", { class: "tk-gizmo", role: "group", "aria-label": "Look along an axis" }, svg as unknown as HTMLElement);
  const go = (view: StandardView): void => viewport.fit(null, { ...STANDARD_VIEWS[view], seconds: travel() });
  const balls = ENDS.map((end) => {
    const line = end.name ? s("line", { class: `tk-arm tk-arm-${end.class}`, x1: SIDE / 2, y1: SIDE / 2 }) : null;
    const ball = s("g", { class: `tk-ball tk-ball-${end.class}${end.name ? "" : " tk-ball-far"}`, role: "button", "aria-label": `From the ${end.view}` });
    ball.append(s("title", {}, `From the ${end.view}`), s("circle", { r: end.name ? 7.5 : 5 }));
    if (end.name) ball.append(s("text", { y: 3.4 }, end.name));
    ball.addEventListener("click", (event) => {
      event.stopPropagation();
      go(end.view);
    });
    return { end, line, ball };
  });
  ends.listen(element, "pointerdown", (event) => event.stopPropagation());

  function draw(): void {
    if (element.hidden) return;
    const [x, y, z, w] = viewport.camera.quaternion;
    const inverse: Quat = [-x, -y, -z, w];
    const placed = balls.map((one) => ({ ...one, at: rotate(inverse, one.end.axis) }));
    for (const { line, ball, at } of placed) {
      const [right, down] = [SIDE / 2 + ARM * at[0], SIDE / 2 - ARM * at[1]];
      line?.setAttribute("x2", String(right));
      line?.setAttribute("y2", String(down));
      ball.setAttribute("transform", `translate(${right.toFixed(2)} ${down.toFixed(2)})`);
    }
    placed.sort((a, b) => a.at[2] - b.at[2]); // the nearer over the farther
    svg.replaceChildren(...placed.flatMap(({ line, ball }) => (line ? [line, ball] : [ball])));
  }

  ends.add(viewport.on("camera", draw), state.watch("axes", (on) => {
    element.hidden = !on;
    draw();
  }));
  return { element };
}
