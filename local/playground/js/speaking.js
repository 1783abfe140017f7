// Spoken answers: recorded or chosen, uploaded, transcribed and scored.

import { el } from "./dom.js";
import { FileChoice, sampleFile } from "./files.js";
import { jobPanel } from "./job-panel.js";
import { FieldProblem, showProblem } from "./problem.js";
import { recorder } from "./recorder.js";
import { provenance, scores, verdicts } from "./scores.js";

export const PATH = "/speaking/evaluations";

export function speakingPanel(panel, api) {
  const form = panel.querySelector("form");
  let played = null;
  const choice = new FileChoice(panel, (file) => {
    if (played) URL.revokeObjectURL(played);
    played = URL.createObjectURL(file);
    return el("audio", { controls: true, src: played, "aria-label": `Listen to ${file.name}` });
  });
  recorder(panel.querySelector(".recorder"), (file) => choice.choose(file));
  panel.querySelector("[data-sample]").addEventListener("click", async () => {
    try {
      choice.choose(await sampleFile("/samples/answer.wav", "sample-answer.wav", "audio/wav"));
      const { questions } = await (await fetch("/samples/questions.json")).json();
      form.elements.questions.value = questions.join("\n");
      form.elements.part.value = "PART_2";
    } catch (error) {
      showProblem(panel, error);
    }
  });
  jobPanel(panel, api, {
    path: PATH,
    work: "Transcript and evaluation",
    read: () => {
      if (!choice.file) throw new FieldProblem("audio_url", "Record an answer, or choose a recording first.");
      return {
        file: choice.file,
        uploadType: "speaking_audio",
        fileField: "audio_url",
        body: {
          session_id: crypto.randomUUID(),
          part: form.elements.part.value,
          questions: form.elements.questions.value.split("\n").map((line) => line.trim()).filter(Boolean),
        },
      };
    },
    show: (record) => speakingResult(record),
  });
}

export function speakingResult(record) {
  const { feedback } = record;
  const criteria = [
    ["Fluency and coherence", "Fluency", "fluency_coherence"],
    ["Lexical resource", "Vocabulary", "lexical_resource"],
    ["Grammatical range and accuracy", "Grammar", "grammatical_range_accuracy"],
    ["Pronunciation", "Pronunciation", "pronunciation"],
  ].map(([name, short, key]) => ({ name, short, ...feedback[key] }));
  const seconds = Number(record.duration);
  const duration = record.duration === undefined || !Number.isFinite(seconds) ? null
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return el("article", { class: "evaluation" },
    scores("Speaking evaluation", record.overall_band, criteria, [["Length", duration], ...provenance(record)]),
    verdicts(feedback),
    el("section", { class: "transcript" },
      el("h2", {}, "Transcript"),
      el("div", { class: "essay-text prose" }, record.transcript)));
}
