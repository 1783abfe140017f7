// Finds a quoted example in the essay, as forgiving as the service: of white space, quotation marks and dashes.

const KINDS = [
  [/[\u2018\u2019\u201A\u2032`\u00B4]/, "'"],
  [/[\u201C\u201D\u201E\u00AB\u00BB\u2033]/, '"'],
  [/[\u2010-\u2014\u2212]/, "-"],
];
const SPACE = /\p{White_Space}/u;

/** The text with every run of white space as one space, and where each of its UTF-16 units came from. */
function folded(text) {
  let plain = "";
  const starts = [];
  let pendingSpace = -1;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at];
    if (SPACE.test(unit)) {
      if (pendingSpace < 0) pendingSpace = at;
      continue;
    }
    if (pendingSpace >= 0 && plain) {
      plain += " ";
      starts.push(pendingSpace);
    }
    pendingSpace = -1;
    plain += KINDS.find(([kind]) => kind.test(unit))?.[1] ?? unit;
    starts.push(at);
  }
  return { plain, starts };
}

/**
 * Where each quote stands.
 * @returns {({start: number, end: number}|null)[]} in the order of `quotes`; null for one that is not there
 */
export function locate(quotes, essay) {
  const { plain, starts } = folded(essay);
  const searchedFrom = new Map();
  return quotes.map((quote) => {
    const needle = folded(quote).plain;
    if (!needle) return null;
    // A quote that comes twice means its two places, if there are two.
    let found = plain.indexOf(needle, searchedFrom.get(needle) ?? 0);
    if (found < 0) found = plain.indexOf(needle);
    if (found < 0) return null;
    searchedFrom.set(needle, found + 1);
    return { start: starts[found], end: starts[found + needle.length - 1] + 1 };
  });
}

/**
 * Cuts the essay at every place where a quote begins or ends: quotes may overlap.
 * @returns {{text: string, quotes: number[], ends: number[]}[]} with the quotes that cover a piece, and those that end
 *   with it
 */
export function pieces(essay, places) {
  const cuts = new Set([0, essay.length]);
  for (const place of places) {
    if (place) cuts.add(place.start).add(place.end);
  }
  const sorted = [...cuts].sort((one, other) => one - other);
  const indices = [...places.keys()].filter((index) => places[index]);
  return sorted.slice(0, -1).map((start, number) => {
    const end = sorted[number + 1];
    return {
      text: essay.slice(start, end),
      quotes: indices.filter((index) => places[index].start <= start && places[index].end >= end),
      ends: indices.filter((index) => places[index].end === end),
    };
  });
}
