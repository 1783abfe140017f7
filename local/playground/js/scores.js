// Overall band, radar chart and table of criteria, the same for writing and speaking.

import { el } from "./dom.js";
import { radar } from "./radar.js";

/** IELTS' own words for the whole bands. */
const USERS = [
  "Did not attempt the test", "Non-user", "Intermittent user", "Extremely limited user", "Limited user", "Modest user",
  "Competent user", "Good user", "Very good user", "Expert user",
];

/** @param criteria `{name, short, band, feedback}` in the order of the scale */
export function scores(title, overall, criteria, facts) {
  const band = Number(overall);
  const figures = criteria.map((one) => ({ ...one, band: Number(one.band) }));
  const described = figures.map((one) => `${one.name} ${one.band.toFixed(1)}`).join(", ");
  return el("section", { class: "scores" },
    el("h2", {}, title),
    el("div", { class: "scores-grid" },
      el("div", { class: "overall" },
        el("p", { class: "overall-label" }, "Overall band"),
        el("p", { class: "overall-band" }, band.toFixed(1)),
        el("p", { class: "overall-user" }, USERS[Math.floor(band)] ?? ""),
        el("dl", { class: "facts" }, facts.filter(([, value]) => value).map(([name, value]) =>
          el("div", {}, el("dt", {}, name), el("dd", {}, value))))),
      el("figure", { class: "chart" },
        radar(figures, `Radar chart of the bands: ${described}. The table has the same.`))),
    criteriaTable(figures));
}

/** With its roles spelled out: on a phone the style takes the table's layout away, and some readers its meaning. */
function criteriaTable(criteria) {
  return el("table", { class: "criteria", role: "table" },
    el("caption", { class: "offstage" }, "Bands and feedback by criterion"),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      ["Criterion", "Band", "Feedback"].map((name) => el("th", { scope: "col", role: "columnheader" }, name)))),
    el("tbody", { role: "rowgroup" }, criteria.map((one) => el("tr", { role: "row" },
      el("th", { scope: "row", role: "rowheader" }, one.name),
      el("td", { class: "criteria-band", role: "cell" }, el("span", {}, one.band.toFixed(1)), bar(one.band)),
      el("td", { class: "criteria-feedback", role: "cell" }, one.feedback)))));
}

function bar(band) {
  return el("span", { class: "bar", "aria-hidden": "true" },
    el("span", { class: "bar-fill", style: { "inline-size": `${(band / 9) * 100}%` } }));
}

/** Strengths and weaknesses side by side; nothing where there are none. */
export function verdicts(feedback) {
  const list = (title, kind, items) => items?.length > 0 &&
    el("section", { class: `verdict ${kind}` },
      el("h3", {}, title), el("ul", {}, items.map((text) => el("li", {}, text))));
  const lists = [
    list("Strengths", "good", feedback.strengths), list("To work on", "open", feedback.weaknesses),
  ].filter(Boolean);
  return lists.length > 0 && el("div", { class: "verdicts" }, lists);
}

/** What every evaluation tells about itself. */
export function provenance(record) {
  const cost = Number(record.estimated_cost);
  return [
    ["Words", record.word_count === undefined ? null : String(record.word_count)],
    ["Model", record.model_version ?? record.model_used],
    ["Estimated cost", record.estimated_cost === undefined || !Number.isFinite(cost) ? null : `$${cost.toFixed(5)}`],
  ];
}
