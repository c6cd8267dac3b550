// What HTML alone can't give: names and keyboard reach for parts of the theme.
(() => {
  "use strict";

  // A table wider than the screen scrolls in its own frame; without this, only a mouse reaches it.
  function reachTables() {
    for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (frame.scrollWidth > frame.clientWidth) {
        frame.tabIndex = 0;
        frame.setAttribute("role", "group");
        frame.setAttribute("aria-label", headingOf(frame));
      }
    }
  }

  function headingOf(element) {
    let before = element;
    while (before && !/^H[1-6]$/.test(before.tagName)) before = before.previousElementSibling || before.parentElement;
    return before ? before.textContent.trim() : document.title;
  }

  // A part of the menu that has a page of its own is named by a label without words.
  function nameMenus() {
    for (const menu of document.querySelectorAll(".md-nav[aria-labelledby]")) {
      const label = document.getElementById(menu.getAttribute("aria-labelledby"));
      const title = menu.querySelector(":scope > .md-nav__title");
      if (!title || (label && label.textContent.trim())) continue;
      menu.removeAttribute("aria-labelledby");
      menu.setAttribute("aria-label", title.textContent.trim());
    }
  }

  function nameSearch() {
    const search = document.querySelector(".md-search[role=dialog]");
    const field = document.querySelector(".md-search__input");
    if (search && field) search.setAttribute("aria-label", field.getAttribute("aria-label") || field.placeholder);
  }

  function start() {
    nameSearch();
    nameMenus();
    reachTables();
    addEventListener("resize", reachTables);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
