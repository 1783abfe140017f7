// What went wrong, in words, and at the control that it is about.

import { ApiError } from "./api.js";
import { el, newID } from "./dom.js";

/** An error of the page's own about one field, found before anything is sent. */
export class FieldProblem extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

export function clearProblem(panel) {
  panel.querySelector("[data-problem]").replaceChildren();
  for (const text of document.querySelectorAll(".field-problem")) text.remove();
  for (const control of document.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !/^problem-/.test(id));
    if (described.join("")) control.setAttribute("aria-describedby", described.join(" "));
    else control.removeAttribute("aria-describedby");
  }
}

/** Shows the error, marks the field it names and puts the focus there. */
export function showProblem(panel, error) {
  clearProblem(panel);
  const control = error.field ? controlFor(panel, error.field) : null;
  const id = newID("problem");
  const facts = [
    error.field && `field ${error.field}`,
    typeof error.code === "string" && `code ${error.code}`,
    error instanceof ApiError && `HTTP ${error.status}`,
    error.requestID && `request ${error.requestID}`,
  ].filter(Boolean);
  panel.querySelector("[data-problem]").append(
    el("div", { class: "alert", role: "alert" },
      el("p", { class: "alert-text" }, error.message),
      facts.length > 0 && el("p", { class: "alert-facts" }, facts.join(" · "))));
  if (!control) return;
  // Once more where the eye is: the alert stands below the form.
  const place = control.closest("fieldset, .field, .picker, .caller-field");
  place.append(el("p", { class: "field-problem", id }, error.message));
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [control.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  control.focus();
}

function controlFor(panel, field) {
  // "questions[2]" is about the control for questions.
  const name = field.split(/[.[]/)[0];
  const named = (root) => [...root.querySelectorAll("[data-field]")]
    .find((control) => control.dataset.field.split(/\s+/).includes(name));
  return named(panel) ?? named(document);
}
