// A panel with a form that makes a job: reads the form, uploads if need be, waits, and shows the result or the problem.

import { announce, focusOn } from "./dom.js";
import { clearProblem, showProblem } from "./problem.js";
import { Progress } from "./progress.js";

const UPLOAD = { id: "upload", label: "Upload" };
const QUEUE = { id: "queue", label: "Queue" };
const WORK = { id: "work", label: "Evaluation" };

/**
 * @param kind.path where jobs are submitted
 * @param kind.work what the job does, for the progress line
 * @param kind.read gives `{file, uploadType, fileField, body}` from the form, without `file` where nothing is uploaded
 * @param kind.show gives the result's element from the record and the job's body
 */
export function jobPanel(panel, api, kind) {
  const form = panel.querySelector("form");
  const submit = form.querySelector("[type=submit]");
  let running = null;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (running) return;
    running = new AbortController();
    // Disabled to the ear and the eye, yet still focusable: the focus must not fall off the page.
    submit.setAttribute("aria-disabled", "true");
    clearProblem(panel);
    try {
      await run(running.signal);
    } catch (error) {
      if (error.name !== "AbortError") showProblem(panel, error);
      else announce("No longer waiting. The job goes on; its result will be in the history.");
    } finally {
      running = null;
      submit.removeAttribute("aria-disabled");
    }
  });

  async function run(signal) {
    const { file, uploadType, fileField, body } = kind.read(form);
    const { userID } = api.caller();
    // What an earlier job gave must not be taken for this one's; it is in the history.
    panel.querySelector("[data-result]").replaceChildren();
    const steps = [file && UPLOAD, QUEUE, { ...WORK, label: kind.work }].filter(Boolean);
    const progress = new Progress(panel.querySelector("[data-progress]"), steps, () => running?.abort());
    try {
      if (file) {
        progress.begin("upload", "Uploading");
        body[fileField] = await api.upload(file, uploadType, { signal, onProgress: (part) => progress.fraction(part) });
      }
      progress.begin("queue", "Handing the job over");
      const record = await api.run(kind.path, body, {
        signal,
        onState: () => progress.begin("work", "Working on it. The page asks every few seconds."),
      });
      showRecord(panel, record, () => kind.show(record, { userID, body }));
    } finally {
      progress.end();
    }
  }
}

/** Puts a record that has ended on the page, and the focus on it, unless the reader has gone elsewhere. */
export function showRecord(panel, record, show) {
  const slot = panel.querySelector("[data-result]");
  if (record.status === "failed") {
    slot.replaceChildren();
    const { code, message } = record.error ?? {};
    showProblem(panel, Object.assign(new Error(message ?? "The job has failed."), { code }));
    return;
  }
  slot.replaceChildren(show());
  announce("The result is here.");
  const isElsewhere = panel.hidden || document.activeElement?.matches("textarea, select, input:not([type=file])");
  if (!isElsewhere) focusOn(slot.querySelector("h2"));
}
