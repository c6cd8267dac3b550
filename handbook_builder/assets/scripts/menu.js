// The menu of a narrow screen, by keyboard: the theme opens it by a label, which only mouse and finger reach.
(() => {
  "use strict";

  function start() {
    const toggle = document.getElementById("__drawer");
    const label = document.querySelector("label.md-header__button[for=__drawer]");
    const menu = document.querySelector(".md-sidebar--primary");
    if (!toggle || !label || !menu) return;

    const button = document.createElement("button");
    button.type = "button";
    button.className = `${label.className} hb-menu`;
    button.setAttribute("aria-label", handbookWords.menu);
    button.append(...label.childNodes);
    label.replaceWith(button);

    function tell() {
      button.setAttribute("aria-expanded", String(toggle.checked));
    }

    function open(wanted) {
      if (toggle.checked !== wanted) toggle.click();
      tell();
    }

    button.addEventListener("click", () => {
      open(!toggle.checked);
      // A closed menu can't take the focus; the style that shows it comes with the next frame.
      if (toggle.checked) requestAnimationFrame(() => menu.querySelector("a[href]").focus({preventScroll: true}));
    });
    toggle.addEventListener("change", tell);
    menu.addEventListener("focusout", event => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) open(false);
    });
    addEventListener("keydown", event => {
      if (event.key !== "Escape" || !toggle.checked) return;
      open(false);
      button.focus();
    });
    tell();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
