// The service keeps scores, not essays: what was written stays in this browser, so that quotes can be shown in place.

const KEY = "bandup.essays";
const MOST = 20;

export function keep(userID, id, essay) {
  const kept = all().filter((one) => one.userID !== userID || one.id !== id);
  write([{ userID, id, essay }, ...kept].slice(0, MOST));
}

/** @returns {?string} */
export function find(userID, id) {
  return all().find((one) => one.userID === userID && one.id === id)?.essay ?? null;
}

function all() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    // Storage may be forbidden, or hold what another version wrote.
    return [];
  }
}

function write(essays) {
  try {
    localStorage.setItem(KEY, JSON.stringify(essays));
  } catch {
    // Without it the page works; only an essay opened later shows no marks.
  }
}
