// The criteria as a radar chart. Everything it shows also stands in the table of criteria, which it is labelled by.

import { svg } from "./dom.js";

const SIZE = 320;
const RADIUS = 104;
const HIGHEST = 9;
const RINGS = [3, 5, 7, 9];

/** @param criteria `{short, band}` each, clockwise from the top */
export function radar(criteria, description) {
  const at = (index, band) => {
    const angle = (index / criteria.length) * 2 * Math.PI - Math.PI / 2;
    const distance = (band / HIGHEST) * RADIUS;
    return [SIZE / 2 + Math.cos(angle) * distance, SIZE / 2 + Math.sin(angle) * distance];
  };
  const ring = (bands) => bands.map((band, index) => at(index, band).map((value) => value.toFixed(1)).join(",")).join(" ");
  const even = (band) => ring(criteria.map(() => band));
  const chart = svg("svg", { class: "radar", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img", "aria-label": description });
  for (const band of RINGS) chart.append(svg("polygon", { class: "radar-ring", points: even(band) }));
  for (const [index] of criteria.entries()) {
    const [x, y] = at(index, HIGHEST);
    chart.append(svg("line", { class: "radar-axis", x1: SIZE / 2, y1: SIZE / 2, x2: x, y2: y }));
  }
  chart.append(svg("polygon", { class: "radar-area", points: ring(criteria.map(({ band }) => band)) }));
  for (const [index, { short, band }] of criteria.entries()) {
    const [x, y] = at(index, band);
    chart.append(svg("circle", { class: "radar-dot", cx: x, cy: y, r: 4 }), ...label(at(index, HIGHEST + 1.6), short, band));
  }
  for (const band of RINGS) {
    const [x, y] = at(0.5, band);
    chart.append(svg("text", { class: "radar-scale", x, y, "text-anchor": "middle", dy: "0.35em" }, String(band)));
  }
  return chart;
}

function label([x, y], name, band) {
  const side = Math.abs(x - SIZE / 2) < 1 ? "middle" : x > SIZE / 2 ? "start" : "end";
  // Beside the chart there is little room: the label leans over its axis instead of leaving the picture.
  const left = side === "middle" ? x : side === "start" ? x - 14 : x + 14;
  return [
    svg("text", { class: "radar-band", x: left, y: y - 4, "text-anchor": side }, band.toFixed(1)),
    svg("text", { class: "radar-name", x: left, y: y + 12, "text-anchor": side }, name),
  ];
}
