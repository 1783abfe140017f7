// Choosing a file: by dialogue, by dropping it, or from the recorder. The last one chosen counts.

import { el } from "./dom.js";

export class FileChoice {
  /** @param preview gives an element for the file, such as a player, or null */
  constructor(panel, preview = () => null) {
    this.input = panel.querySelector("input[type=file]");
    this.zone = panel.querySelector(".drop");
    this.chosen = panel.querySelector("[data-chosen]");
    this.preview = preview;
    this.file = null;
    this.input.addEventListener("change", () => this.input.files[0] && this.choose(this.input.files[0]));
    for (const type of ["dragenter", "dragover"]) {
      this.zone.addEventListener(type, (event) => {
        event.preventDefault();
        this.zone.classList.add("over");
      });
    }
    for (const type of ["dragleave", "drop"]) {
      this.zone.addEventListener(type, () => this.zone.classList.remove("over"));
    }
    this.zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer.files[0];
      if (file) this.choose(file);
    });
  }

  choose(file) {
    this.file = file;
    this.chosen.replaceChildren(...[
      el("p", { class: "chosen-name" }, el("strong", {}, file.name), ` ${size(file.size)}`), this.preview(file),
    ].filter(Boolean));
    this.chosen.hidden = false;
  }
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** One of the samples that the page comes with, as if it had been chosen. */
export async function sampleFile(path, name, type) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error("The sample is not there: `make setup` makes it.");
  return new File([await answer.blob()], name, { type });
}
