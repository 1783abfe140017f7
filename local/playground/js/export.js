// Flashcards as files for other programs.

/** Comma-separated, for a spreadsheet: a header, CRLF, every field in quotation marks (RFC 4180), UTF-8 with a mark. */
export function csv(cards) {
  const rows = [["question", "answer", "type", "difficulty", "page"]];
  for (const card of cards) {
    rows.push([card.question, card.answer, card.type, card.difficulty, String(card.source_page ?? "")].map(harmless));
  }
  return `\uFEFF${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** Anki's text import: its header lines spare the reader every question of the import dialogue. */
export function anki(cards, deck) {
  const header = [
    "#separator:tab", "#html:false", "#notetype:Basic", `#deck:${deck.replace(/\s+/g, " ")}`,
    "#columns:Front\tBack\tTags", "#tags column:3",
  ];
  const rows = cards.map((card) => {
    const tags = ["bandup", card.type, card.difficulty, card.source_page && `page-${card.source_page}`];
    const names = tags.filter(Boolean).map((tag) => String(tag).toLowerCase().replace(/\s+/g, "-"));
    // In quotation marks even where that is not needed: a line that begins with # would be taken for a comment.
    return [card.question, card.answer, names.join(" ")].map(quoted).join("\t");
  });
  return `${[...header, ...rows].join("\n")}\n`;
}

function quoted(text) {
  return `"${String(text).replaceAll('"', '""')}"`;
}

/** A spreadsheet computes what begins like a formula, and these texts come from somebody's document. */
function harmless(text) {
  return /^[=+\-@\t\r]/.test(String(text)) ? `'${text}` : String(text);
}

/** Hands a text to the browser as a file to save. */
export function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the data by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
