// What a learner has had done, page by page, and each of it to open again.

import { announce, el } from "./dom.js";
import * as essays from "./essays.js";
import { PATH as CARDS, flashcardsResult } from "./flashcards.js";
import { showRecord } from "./job-panel.js";
import { clearProblem, showProblem } from "./problem.js";
import { Progress } from "./progress.js";
import { PATH as SPEAKING, speakingResult } from "./speaking.js";
import { PATH as WRITING, writingResult } from "./writing.js";

const PAGE_SIZE = 10;
const KINDS = {
  writing: {
    path: WRITING, idField: "session_id",
    show: (record, userID) => writingResult(record, essays.find(userID, record.session_id)),
  },
  speaking: { path: SPEAKING, idField: "session_id", show: speakingResult },
  flashcards: { path: CARDS, idField: "set_id", show: flashcardsResult },
};
const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** @returns a function that reads the history anew */
export function historyPanel(panel, api) {
  const list = panel.querySelector("[data-list]");
  const kinds = panel.querySelector("#history-kind");
  let reading = null;

  const reload = () => {
    panel.querySelector("[data-result]").replaceChildren();
    clearProblem(panel);
    list.replaceChildren();
    return read(kinds.querySelector(":checked").value, null);
  };
  kinds.addEventListener("change", reload);
  panel.querySelector("[data-reload]").addEventListener("click", reload);
  return reload;

  async function read(kindName, cursor) {
    reading?.abort();
    const { signal } = (reading = new AbortController());
    const kind = KINDS[kindName];
    try {
      const { body } = await api.call("GET", kind.path, { query: { limit: PAGE_SIZE, cursor }, signal });
      const items = body.items ?? [];
      if (!cursor) list.replaceChildren(items.length > 0 ? el("ul", { class: "records" }) : nothing());
      list.querySelector(".more")?.remove();
      const rows = items.map((item) => row(kind, item));
      list.querySelector("ul")?.append(...rows);
      if (body.next_cursor) {
        list.append(el("button", {
          type: "button", class: "quiet more", on: { click: () => read(kindName, body.next_cursor) },
        }, "Show older ones"));
      }
      announce(`${items.length} ${items.length === 1 ? "entry" : "entries"}${cursor ? " more" : ""}.`);
      if (cursor) rows[0]?.querySelector("button").focus();
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === 404 || error.status === 405) {
        const text = `This service has no history route: GET ${kind.path} answered ${error.status}.`;
        list.replaceChildren(el("p", { class: "note", role: "status" }, text));
      } else {
        showProblem(panel, error);
      }
    }
  }

  function row(kind, item) {
    const id = item[kind.idField];
    const band = item.overall_band === undefined ? null : Number(item.overall_band).toFixed(1);
    const { total_cards: count } = item;
    const cards = count === undefined ? null : `${count} ${count === 1 ? "card" : "cards"}`;
    const date = new Date(item.created_at * 1000);
    return el("li", {},
      el("button", { type: "button", class: "entry", on: { click: () => open(kind, id) } },
        el("span", { class: "entry-result" }, band ?? cards ?? "–"),
        el("span", { class: "entry-about" },
          el("time", { datetime: date.toISOString() }, DATE.format(date)),
          el("span", { class: "entry-id" }, id)),
        el("span", { class: `badge ${item.status}` }, item.status)));
  }

  async function open(kind, id) {
    clearProblem(panel);
    reading?.abort();
    const { signal } = (reading = new AbortController());
    const { userID } = api.caller();
    const path = `${kind.path}/${encodeURIComponent(id)}`;
    let progress = null;
    try {
      let { body: record, retryAfter } = await api.call("GET", path, { signal });
      if (record.status === "processing") {
        const steps = [{ id: "work", label: "Work" }];
        progress = new Progress(panel.querySelector("[data-progress]"), steps, () => reading?.abort());
        progress.begin("work", "Working on it. The page asks every few seconds.");
        record = await api.wait(path, retryAfter, { signal, onState: () => {} });
      }
      showRecord(panel, record, () => kind.show(record, userID));
    } catch (error) {
      if (error.name !== "AbortError") showProblem(panel, error);
    } finally {
      progress?.end();
    }
  }
}

function nothing() {
  return el("p", { class: "empty" }, "Nothing yet. What this learner has scored or made will stand here.");
}
