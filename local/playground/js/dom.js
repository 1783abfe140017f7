// Elements without markup: every text goes in as text, so nothing that a learner or a model wrote can become code.

const SVG = "http://www.w3.org/2000/svg";

/** `el("p", {class: "hint", on: {click}}, "text", child)`; null and false, as attribute or child, are left out. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "style") {
      // Through the object model: the page's policy forbids style attributes.
      for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** A message in the page's one polite live region, for what can otherwise only be seen. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** Puts a heading or a region into focus that is not in the tab order. */
export function focusOn(element) {
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

let lastID = 0;

/** An id that no other element has. */
export function newID(name) {
  lastID += 1;
  return `${name}-${lastID}`;
}
