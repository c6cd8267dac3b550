// What HTML alone can't give: names and keyboard reach for parts of the theme, and dates that have passed.
(() => {
  "use strict";

  // A table wider than the screen scrolls in its own frame; without this, only a mouse reaches it.
  function reachTables() {
    for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (frame.scrollWidth > frame.clientWidth) {
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        const heading = document.querySelector("h1");
        frame.setAttribute("aria-label", heading ? heading.textContent.trim() : document.title);
      }
    }
  }

  function nameSearch() {
    const search = document.querySelector(".md-search[role=dialog]");
    const field = document.querySelector(".md-search__input");
    if (search && field) search.setAttribute("aria-label", field.getAttribute("aria-label") || field.placeholder);
  }

  // A chart wider than its frame begins in the middle of nowhere: show where the flow starts.
  function showStarts() {
    for (const frame of document.querySelectorAll(".hb-flow")) {
      const dot = frame.querySelector(".start");
      if (!dot || frame.scrollWidth <= frame.clientWidth) continue;
      const middle = dot.getBoundingClientRect().left - frame.getBoundingClientRect().left + frame.scrollLeft;
      frame.scrollLeft = middle - frame.clientWidth / 2;
    }
  }

  function start() {
    showStarts();
    nameSearch();
    reachTables();
    addEventListener("resize", reachTables);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
