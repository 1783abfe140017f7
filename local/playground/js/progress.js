// The way of a job: its steps, how far an upload has come, how long it has taken, and a way to stop waiting.

import { announce, el } from "./dom.js";

export class Progress {
  /** @param steps `{id, label}` in their order */
  constructor(slot, steps, onStop) {
    this.slot = slot;
    this.steps = steps.map(({ id, label }) => ({ id, label, item: el("li", {}, label) }));
    this.bar = el("progress", { "aria-label": "Progress" });
    this.text = el("span", { class: "progress-text" });
    this.clock = el("span", { class: "progress-clock", "aria-hidden": "true" });
    slot.replaceChildren(el("div", { class: "progress-box" },
      el("ol", { class: "steps" }, this.steps.map(({ item }) => item)),
      this.bar,
      el("p", { class: "progress-line" }, this.text, this.clock,
        el("button", { type: "button", class: "quiet small", on: { click: onStop } }, "Stop waiting"))));
    slot.scrollIntoView({ block: "nearest" });
    this.started = performance.now();
    this.timer = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  begin(id, text) {
    const current = this.steps.findIndex((step) => step.id === id);
    for (const [index, { item }] of this.steps.entries()) {
      item.dataset.state = index < current ? "done" : index === current ? "current" : "waiting";
      if (index === current) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
    if (this.text.textContent !== text) announce(text);
    this.text.textContent = text;
    this.bar.removeAttribute("value");
  }

  fraction(value) {
    this.bar.value = value;
    this.text.textContent = `Uploading, ${Math.round(value * 100)} %`;
  }

  tick() {
    const passed = Math.floor((performance.now() - this.started) / 1000);
    this.clock.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
  }

  end() {
    clearInterval(this.timer);
    this.slot.replaceChildren();
  }
}
