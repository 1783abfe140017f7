// Builds the parts of the page and hands them what they need.

import { Api } from "./api.js";
import { flashcardsPanel } from "./flashcards.js";
import { historyPanel } from "./history.js";
import { speakingPanel } from "./speaking.js";
import { tabs } from "./tabs.js";
import { writingPanel } from "./writing.js";

const KEY = "bandup.caller";
const panel = (id) => document.getElementById(id);

const config = await (await fetch("/config.json")).json();
panel("standin-note").hidden = config.usesRealGemini;

const form = panel("caller");
restoreCaller();
const api = new Api(config.api, () => ({
  userID: form.elements.user_id.value.trim(),
  isBackEnd: form.elements.signed_in.value === "back_end",
}));

writingPanel(panel("writing"), api);
speakingPanel(panel("speaking"), api);
flashcardsPanel(panel("flashcards"), api);
const readHistory = historyPanel(panel("history"), api);
tabs((open) => open === "history" && readHistory());

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", () => {
  keepCaller();
  if (!panel("history").hidden) readHistory();
});
// A file dropped beside its place must not replace the page.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
document.documentElement.dataset.ready = "true";

function restoreCaller() {
  try {
    const { userID, signedIn } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (userID) form.elements.user_id.value = userID;
    if (signedIn) form.elements.signed_in.value = signedIn;
  } catch {
    // What is not readable is not restored.
  }
}

function keepCaller() {
  try {
    const { user_id: user, signed_in: signedIn } = form.elements;
    localStorage.setItem(KEY, JSON.stringify({ userID: user.value, signedIn: signedIn.value }));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
