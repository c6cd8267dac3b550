// The language menu leads to the same place of the page: the anchor, or whatever else stands behind the "#".
(() => {
  "use strict";

  function keepPlace() {
    for (const link of document.querySelectorAll(".md-select__link[hreflang]")) {
      if (!link.querySelector(".hb-only")) link.hash = location.hash;
    }
  }

  // What stands behind the "#" may change without any event: look before a link is pressed, in whatever way.
  for (const event of ["pointerdown", "focusin", "click"]) {
    addEventListener(event, (what) => what.target.closest?.(".md-select") && keepPlace(), true);
  }
})();
