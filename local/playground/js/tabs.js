// The four panels. The address names the open one, so that a reload or a link comes back to it.

export function tabs(onOpen) {
  const all = [...document.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  function open(tab, { focus = false } = {}) {
    for (const one of all) {
      const isOpen = one === tab;
      one.setAttribute("aria-selected", String(isOpen));
      one.tabIndex = isOpen ? 0 : -1;
      panelOf(one).hidden = !isOpen;
    }
    if (focus) tab.focus();
    onOpen(panelOf(tab).id);
  }

  for (const [index, tab] of all.entries()) {
    tab.addEventListener("click", () => {
      history.replaceState(null, "", `#${panelOf(tab).id}`);
      open(tab);
    });
    tab.addEventListener("keydown", (event) => {
      const target = {
        ArrowRight: all[(index + 1) % all.length], ArrowLeft: all.at(index - 1), Home: all[0], End: all.at(-1),
      }[event.key];
      if (!target) return;
      event.preventDefault();
      history.replaceState(null, "", `#${panelOf(target).id}`);
      open(target, { focus: true });
    });
  }
  const openNamed = () => {
    const named = all.find((tab) => `#${panelOf(tab).id}` === location.hash);
    if (named) open(named);
  };
  addEventListener("hashchange", openNamed);
  openNamed();
}
