// Essays: the form, and the scored essay with its quoted examples marked where they stand.

import { el, newID } from "./dom.js";
import * as essays from "./essays.js";
import { jobPanel } from "./job-panel.js";
import { locate, pieces } from "./quotes.js";
import { provenance, scores, verdicts } from "./scores.js";

export const PATH = "/writing/evaluations";

export function writingPanel(panel, api) {
  const form = panel.querySelector("form");
  const essay = form.elements.essay_content;
  const count = panel.querySelector("#essay-count");
  const recount = () => {
    const words = essay.value.match(/\S+/g)?.length ?? 0;
    count.textContent = `${words} ${words === 1 ? "word" : "words"}`;
  };
  essay.addEventListener("input", recount);
  recount();
  panel.querySelector("[data-sample]").addEventListener("click", async () => {
    const sample = await (await fetch("/samples/essay.json")).json();
    essay.value = sample.text;
    form.elements.task_prompt.value = sample.prompt;
    form.elements.task_type.value = sample.task;
    recount();
    essay.focus();
  });
  jobPanel(panel, api, {
    path: PATH,
    work: "Evaluation",
    read: () => ({
      body: {
        session_id: crypto.randomUUID(),
        essay_content: essay.value,
        task_type: form.elements.task_type.value,
        ...(form.elements.task_prompt.value.trim() ? { task_prompt: form.elements.task_prompt.value } : {}),
      },
    }),
    show: (record, { userID, body }) => {
      essays.keep(userID, record.session_id, body.essay_content);
      return writingResult(record, body.essay_content);
    },
  });
}

/** @param essay null where this browser does not have the text */
export function writingResult(record, essay) {
  const { feedback } = record;
  const criteria = [
    ["Task achievement", "Task", "task_achievement"],
    ["Coherence and cohesion", "Coherence", "coherence_cohesion"],
    ["Lexical resource", "Vocabulary", "lexical_resource"],
    ["Grammatical range and accuracy", "Grammar", "grammatical_range_accuracy"],
  ].map(([name, short, key]) => ({ name, short, ...feedback[key] }));
  return el("article", { class: "evaluation" },
    scores("Writing evaluation", record.overall_band, criteria, provenance(record)),
    verdicts(feedback),
    markedEssay(essay, feedback.quoted_examples ?? []));
}

function markedEssay(essay, unsorted) {
  if (essay === null && unsorted.length === 0) return null;
  const found = essay === null ? [] : locate(unsorted.map(({ quote }) => quote), essay);
  // Numbered as they come in the essay; what is not found comes last.
  const start = (index) => found[index]?.start ?? essay?.length ?? 0;
  const order = [...unsorted.keys()].sort((one, other) => start(one) - start(other));
  const examples = order.map((index) => unsorted[index]);
  const places = order.map((index) => found[index] ?? null);
  const ids = examples.map(() => ({ mark: newID("mark"), note: newID("remark") }));
  return el("section", { class: "essay" },
    el("h2", {}, "The essay"),
    el("div", { class: "essay-grid" },
      essay === null
        ? el("p", { class: "note" },
          "The service keeps no essays, and this one was not written in this browser: its remarks stand alone.")
        : el("div", { class: "essay-text prose" }, markedText(essay, places, ids)),
      examples.length > 0 && el("aside", { class: "remarks", "aria-label": "Remarks on the essay" },
        el("ol", {}, examples.map((example, index) =>
          remark(example, index, places[index], ids[index], essay !== null))))));
}

function markedText(essay, places, ids) {
  const started = new Set();
  return pieces(essay, places).map(({ text, quotes, ends }) => {
    if (quotes.length === 0) return text;
    const first = quotes.filter((index) => !started.has(index));
    first.forEach((index) => started.add(index));
    const references = ends.map((index) => el("a", {
      class: "reference", href: `#${ids[index].note}`, "aria-label": `Remark ${index + 1}`,
      on: { click: (event) => jump(event, ids[index].note) },
    }, String(index + 1)));
    return [
      el("mark", {
        id: first.length > 0 ? ids[first[0]].mark : null, "data-quotes": quotes.map((index) => index + 1).join(" "),
      }, text),
      ...references,
    ];
  });
}

function remark({ quote, issue, suggestion }, index, place, id, hasEssay) {
  return el("li", { id: id.note, class: "remark", tabindex: "-1" },
    el("p", { class: "remark-quote" },
      el("span", { class: "remark-number", "aria-hidden": "true" }, String(index + 1)), el("q", {}, quote)),
    el("p", { class: "remark-issue" }, issue),
    el("p", { class: "remark-suggestion" }, el("span", { class: "remark-label" }, "Suggestion "), suggestion),
    place
      ? el("a", { class: "to-mark", href: `#${id.mark}`, on: { click: (event) => jump(event, id.mark) } },
        "Show in the essay", el("span", { class: "offstage" }, `, remark ${index + 1}`))
      : hasEssay && el("p", { class: "hint" }, "Not found in the text as it stands."));
}

/** Within the page, without a new address: the address names the tab. */
function jump(event, id) {
  event.preventDefault();
  const target = document.getElementById(id);
  if (!target) return;
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}
