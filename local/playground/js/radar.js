// The criteria as a radar chart. Everything it shows also stands in the table of criteria, which it is labelled by.

import { svg } from "./dom.js";

const WIDTH = 420;
const HEIGHT = 300;
const CENTRE = [WIDTH / 2, HEIGHT / 2];
const RADIUS = 104;
const HIGHEST = 9;
const RINGS = [3, 5, 7, 9];

/** @param criteria `{short, band}` each, clockwise from the top */
export function radar(criteria, description) {
  const at = (index, band) => {
    const angle = (index / criteria.length) * 2 * Math.PI - Math.PI / 2;
    const distance = (band / HIGHEST) * RADIUS;
    return [CENTRE[0] + Math.cos(angle) * distance, CENTRE[1] + Math.sin(angle) * distance];
  };
  const corner = (band, index) => at(index, band).map((value) => value.toFixed(1)).join(",");
  const ring = (bands) => bands.map(corner).join(" ");
  const even = (band) => ring(criteria.map(() => band));
  const viewBox = `0 0 ${WIDTH} ${HEIGHT}`;
  const chart = svg("svg", { class: "radar", viewBox, role: "img", "aria-label": description });
  for (const band of RINGS) chart.append(svg("polygon", { class: "radar-ring", points: even(band) }));
  for (const [index] of criteria.entries()) {
    const [x, y] = at(index, HIGHEST);
    chart.append(svg("line", { class: "radar-axis", x1: CENTRE[0], y1: CENTRE[1], x2: x, y2: y }));
  }
  chart.append(svg("polygon", { class: "radar-area", points: ring(criteria.map(({ band }) => band)) }));
  for (const [index, { short, band }] of criteria.entries()) {
    const [x, y] = at(index, band);
    chart.append(svg("circle", { class: "radar-dot", cx: x, cy: y, r: 4 }), ...label(at(index, HIGHEST), short, band));
  }
  for (const band of RINGS) {
    // The middle of the ring's side, which is nearer than its corners.
    const [x, y] = at(0.5, band * Math.cos(Math.PI / criteria.length));
    chart.append(svg("text", { class: "radar-scale", x, y, "text-anchor": "middle", dy: "0.35em" }, String(band)));
  }
  return chart;
}

function label([x, y], name, band) {
  const isAbove = y < CENTRE[1] - 1;
  const isLevel = Math.abs(y - CENTRE[1]) < 1;
  const side = Math.abs(x - CENTRE[0]) < 1 ? "middle" : x > CENTRE[0] ? "start" : "end";
  const left = x + { middle: 0, start: 10, end: -10 }[side];
  // Two lines, centred on the corner's height at the sides, clear of it above and below.
  const first = isLevel ? y - 3 : isAbove ? y - 27 : y + 20;
  return [
    svg("text", { class: "radar-band", x: left, y: first, "text-anchor": side }, band.toFixed(1)),
    svg("text", { class: "radar-name", x: left, y: first + 17, "text-anchor": side }, name),
  ];
}
