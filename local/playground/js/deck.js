// Flashcards to turn: one at a time, by click or keyboard.

import { announce, el, newID } from "./dom.js";

export function deck(cards) {
  let position = 0;
  let isTurned = false;
  const question = el("span", { class: "face front" });
  const answer = el("span", { class: "face back" });
  const inner = el("span", { class: "card-inner" }, question, answer);
  const hint = newID("card-hint");
  const card = el("button", { type: "button", class: "card", "aria-describedby": hint, on: { click: turn } }, inner);
  const place = el("p", { class: "deck-place" });
  const bar = el("progress", { max: cards.length, "aria-label": "Place in the deck" });
  const back = el("button", { type: "button", class: "quiet", on: { click: () => go(-1) } }, "Previous card");
  const next = el("button", { type: "button", class: "quiet", on: { click: () => go(1) } }, "Next card");
  const box = el("div", { class: "deck", role: "group", "aria-label": "Flashcards" },
    el("div", { class: "deck-head" }, place, bar),
    card,
    el("div", { class: "deck-foot" },
      back, el("p", { class: "hint", id: hint }, "Enter or Space turns the card; arrow keys go on."), next));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(step);
    card.focus();
  });
  show();
  return box;

  function go(step) {
    const wanted = Math.min(cards.length - 1, Math.max(0, position + step));
    if (wanted === position) return;
    position = wanted;
    isTurned = false;
    show();
    announce(`Card ${position + 1} of ${cards.length}. ${cards[position].question}`);
  }

  function turn() {
    isTurned = !isTurned;
    show();
    announce(isTurned ? `Answer: ${cards[position].answer}` : `Question: ${cards[position].question}`);
  }

  function show() {
    const { question: front, answer: behind, type, difficulty, source_page: page } = cards[position];
    const about = [words(type), words(difficulty), page && `page ${page}`].filter(Boolean).join(" · ");
    const side = (name, text) => [
      el("span", { class: "face-kind" }, name), el("span", { class: "face-text" }, text),
      el("span", { class: "face-about" }, about),
    ];
    question.replaceChildren(...side("Question", front));
    answer.replaceChildren(...side("Answer", behind));
    card.classList.toggle("turned", isTurned);
    // Only the side that is up is read out.
    question.setAttribute("aria-hidden", String(isTurned));
    answer.setAttribute("aria-hidden", String(!isTurned));
    place.textContent = `Card ${position + 1} of ${cards.length}`;
    bar.value = position + 1;
    back.setAttribute("aria-disabled", String(position === 0));
    next.setAttribute("aria-disabled", String(position === cards.length - 1));
  }
}

/** "COMPREHENSION" as a word. */
function words(constant) {
  return constant ? constant[0] + constant.slice(1).toLowerCase().replaceAll("_", " ") : null;
}
