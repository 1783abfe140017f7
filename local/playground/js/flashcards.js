// Study texts: uploaded, turned into cards, learned here or taken elsewhere.

import { deck } from "./deck.js";
import { el } from "./dom.js";
import { anki, csv, save } from "./export.js";
import { FileChoice, sampleFile } from "./files.js";
import { jobPanel } from "./job-panel.js";
import { FieldProblem, showProblem } from "./problem.js";

export const PATH = "/flashcard-sets";

export function flashcardsPanel(panel, api) {
  const form = panel.querySelector("form");
  const choice = new FileChoice(panel);
  panel.querySelector("[data-sample]").addEventListener("click", async () => {
    try {
      choice.choose(await sampleFile("/samples/article.pdf", "sample-article.pdf", "application/pdf"));
    } catch (error) {
      showProblem(panel, error);
    }
  });
  jobPanel(panel, api, {
    path: PATH,
    work: "Reading and writing cards",
    read: () => {
      if (!choice.file) throw new FieldProblem("pdf_url", "Choose a document first.");
      const { num_cards: count, difficulty } = form.elements;
      const types = [...form.querySelectorAll("[name=question_types]:checked")].map(({ value }) => value);
      return {
        file: choice.file,
        uploadType: "flashcard_pdf",
        fileField: "pdf_url",
        body: {
          set_id: crypto.randomUUID(),
          // Sent as it was typed: the service says what is wrong with it.
          num_cards: Number.isNaN(count.valueAsNumber) ? count.value : count.valueAsNumber,
          difficulty: difficulty.value,
          question_types: types,
        },
      };
    },
    show: (record) => flashcardsResult(record),
  });
}

export function flashcardsResult(record) {
  const { flashcards: cards, document: source, retrieval, set_id: setID } = record;
  const name = `bandup-cards-${setID.slice(0, 8).replace(/[^\w-]/g, "_")}`;
  const keywords = retrieval?.keywords ?? [];
  return el("article", { class: "cards" },
    el("section", {},
      el("div", { class: "cards-head" },
        el("h2", {}, `${cards.length} ${cards.length === 1 ? "card" : "cards"}`),
        el("div", { class: "cards-export", role: "group", "aria-label": "Export" },
          el("button", {
            type: "button", class: "quiet", on: { click: () => save(`${name}.csv`, "text/csv", csv(cards)) },
          }, "Save as CSV"),
          el("button", {
            type: "button", class: "quiet",
            on: { click: () => save(`${name}-anki.txt`, "text/plain", anki(cards, `BandUp ${setID.slice(0, 8)}`)) },
          }, "Save for Anki"))),
      record.warning && el("p", { class: "note" }, record.warning),
      cards.length > 0 && deck(cards)),
    el("dl", { class: "facts wide" }, [
      ["Pages", source && String(source.page_count)],
      ["Parts of the text", source && retrieval && `${retrieval.chunks_used} of ${source.chunk_count} used`],
      ["Keywords", keywords.join(", ")],
    ].filter(([, value]) => value).map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value)))),
    cards.length > 0 && el("details", { class: "all-cards" },
      el("summary", {}, "All cards as a list"),
      el("ol", {}, cards.map((card) => el("li", {},
        el("p", { class: "all-question" }, card.question), el("p", {}, card.answer),
        card.source_page && el("p", { class: "hint" }, `page ${card.source_page}`))))));
}
