// Looks at the page as it stands and tells what a reader who can't see it, or not well, would stumble over.
// Evaluates to a list of sentences; an empty one is what we want.

(() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
    && !element.closest(".offstage, .skip");
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    return `<${element.localName}${id}> ${(element.textContent || element.value || "").trim().slice(0, 40)}`;
  };

  // --- Structure ---
  if (!document.documentElement.lang) faults.push("the page has no language");
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const repeated = ids.filter((one, index) => ids.indexOf(one) !== index);
  for (const id of new Set(repeated)) faults.push(`two have the id ${id}`);
  for (const attribute of ["aria-controls", "aria-labelledby", "aria-describedby", "for"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) {
        if (!document.getElementById(id)) faults.push(`${name(element)}: ${attribute} names ${id}, which is not there`);
      }
    }
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4")].filter(shown)
    .map((one) => Number(one.localName[1]));
  if (headings.filter((level) => level === 1).length !== 1) faults.push("there is not exactly one first heading");
  headings.forEach((level, index) => {
    if (index > 0 && level > headings[index - 1] + 1) faults.push("a heading level is left out");
  });
  for (const picture of document.querySelectorAll("img:not([alt]), svg:not([aria-label], [aria-hidden])")) {
    faults.push(`${name(picture)}: a picture has no text`);
  }
  for (const element of document.querySelectorAll("[tabindex]")) {
    if (element.tabIndex > 0) faults.push(`${name(element)}: has a place of its own in the tab order`);
  }
  for (const element of document.querySelectorAll("[aria-hidden=true]")) {
    const control = element.querySelector("a, button, input, select, textarea, [tabindex='0']");
    if (control) faults.push(`${name(element)}: hides a control`);
  }

  // --- Size of targets: WCAG 2.2 asks for 24 by 24, unless it stands in a line of text ---
  for (const control of document.querySelectorAll("button, select, textarea, input, summary")) {
    if (!shown(control)) continue;
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    if (width < 24 || height < 24) faults.push(`${name(control)}: is ${width} by ${height}`);
  }

  // --- Contrast ---
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([red, green, blue, alpha], ground) =>
    [red, green, blue].map((value, index) => value * alpha + ground[index] * (1 - alpha));
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const layer = rgba(getComputedStyle(one).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const luminance = (color) => {
    const [red, green, blue] = color.map((value) => value / 255).map((value) =>
      (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((left, right) => right - left);
    return (light + 0.05) / (dark + 0.05);
  };
  const isOff = (element) => element.closest("[aria-disabled=true], :disabled");
  const check = (element, color, what, wanted) => {
    const below = ground(element);
    const found = contrast(over(rgba(color), below), below);
    if (found < wanted) faults.push(`${name(element)}: ${what} has a contrast of ${found.toFixed(2)}, not ${wanted}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let measured = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !shown(element) || isOff(element) || element.closest("option, textarea")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    check(element, element.closest("svg") ? style.fill : style.color, "the text", isLarge ? 3 : 4.5);
    measured += 1;
  }
  if (measured < 10) faults.push(`only ${measured} texts were measured`);
  for (const control of document.querySelectorAll("input:not([type=file]), select, textarea, button.quiet, .drop")) {
    if (!shown(control) || isOff(control)) continue;
    const style = getComputedStyle(control);
    if (control.matches("input:not([type=radio], [type=checkbox]), select, textarea")) {
      check(control, style.color, "what is typed", 4.5);
    }
    if (control.placeholder) check(control, getComputedStyle(control, "::placeholder").color, "the placeholder", 4.5);
    if (parseFloat(style.borderTopWidth) > 0) check(control.parentElement, style.borderTopColor, "the border", 3);
  }

  // --- Width ---
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    const wide = [...document.querySelectorAll("body *")].filter((one) =>
      shown(one) && one.getBoundingClientRect().right > room + 1);
    faults.push(`the page scrolls sideways because of ${wide.slice(-3).map(name).join(", ")}`);
  }
  return faults;
})();
