// Slides: shows them one at a time with reveal.js, follows a case through the chart, and opens the trainer's view.
// Without it, on a narrow screen and for paper, they stand one below the other.
(() => {
  "use strict";

  const words = window.handbookWords;
  const page = document.documentElement;
  const NARROW = 700;
  const PER_UNIT = 2; // px of the slide for a unit of the chart: 12 in the chart are then read as 24 px
  const AT = "handbook-slides-at";
  const GO = "handbook-slides-go";

  function button(text, name, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (name) {
      made.setAttribute("aria-label", name);
      made.title = name;
    }
    made.addEventListener("click", press);
    return made;
  }

  // Presenting.

  function present() {
    const tools = document.querySelector(".hb-deck-tools");
    const menu = tools.querySelector("details");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById("hb-reveal-style").media = "screen";
    page.classList.add("hb-presenting");
    for (const path of document.querySelectorAll(".hb-path")) stage(path);
    Reveal.initialize({
      width: 1280,
      height: 720,
      margin: 0.02,
      center: false,
      controls: false,
      slideNumber: "c/t",
      hash: true,
      navigationMode: "linear",
      transition: still ? "none" : "slide",
      backgroundTransition: "none",
      help: false,
      jumpToSlide: false,
      scrollActivationWidth: null,
      keyboard: { 83: () => speak() },
    });
    const list = menu.querySelector("ul");
    const entry = (made) => {
      const item = document.createElement("li");
      item.append(made);
      list.append(item);
    };
    const leaveMenu = (act) => () => {
      menu.open = false;
      act();
    };
    entry(button(words.deck_overview, "", leaveMenu(() => Reveal.toggleOverview())));
    entry(button(words.deck_speaker, "", leaveMenu(() => speak())));
    tools.append(
      button("←", words.deck_previous, () => Reveal.prev()),
      button("→", words.deck_next, () => Reveal.next()),
    );
    for (const name of ["ready", "slidechanged", "fragmentshown", "fragmenthidden"]) Reveal.on(name, () => moved(still));
    addEventListener("message", heard);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        event.stopImmediatePropagation();
      }
    }, true);
  }

  function moved(still) {
    const slide = Reveal.getCurrentSlide();
    const path = slide.querySelector(".hb-path");
    if (path) follow(path, still);
    tell();
  }

  // The path of a case on its chart: a copy of the one drawing that the page has.

  function stage(path) {
    const chart = document.querySelector(`[id="${path.dataset.chart}__title"]`)?.closest("svg");
    if (!chart) return;
    const copy = chart.cloneNode(true);
    const ids = `${path.dataset.chart}-`;
    for (const element of copy.querySelectorAll("[id]")) {
      element.dataset.part = element.id.startsWith(ids) ? element.id.slice(ids.length) : "";
      element.removeAttribute("id");
    }
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    copy.removeAttribute("aria-labelledby");
    copy.removeAttribute("role");
    copy.setAttribute("aria-hidden", "true"); // the list below says the same
    const place = document.createElement("div");
    place.className = "hb-stage";
    place.append(copy);
    path.before(place);
    [...path.children].slice(1).forEach((stop) => stop.classList.add("fragment", "custom"));
  }

  function stopsOf(path) {
    const stops = [...path.children];
    const gone = stops.filter((stop, at) => at === 0 || stop.classList.contains("visible"));
    return { stops, gone, now: gone[gone.length - 1] };
  }

  function follow(path, still) {
    const { stops, gone, now } = stopsOf(path);
    for (const stop of stops) stop.classList.toggle("hb-now", stop === now);
    const svg = path.previousElementSibling?.querySelector("svg");
    if (!svg) return;
    const part = (name) => svg.querySelector(`[data-part="${name}"]`);
    for (const old of svg.querySelectorAll(".hb-gone, .hb-here")) old.classList.remove("hb-gone", "hb-here");
    part("edge--start")?.classList.add("hb-gone");
    for (const stop of gone) {
      part(stop.dataset.node)?.classList.add(stop === now ? "hb-here" : "hb-gone");
      if (stop !== now) part(stop.dataset.edge)?.classList.add("hb-gone");
    }
    const node = part(now.dataset.node);
    if (node) lookAt(svg, node, still);
  }

  function lookAt(svg, node, still) {
    const graph = svg.querySelector(".graph").transform.baseVal.consolidate().matrix;
    const box = node.getBBox();
    const [width, height] = [1168 / PER_UNIT, 380 / PER_UNIT];
    const goal = [box.x + graph.e + (box.width - width) / 2, box.y + graph.f + (box.height - height) / 2];
    const show = ([x, y]) => svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    const from = svg.dataset.at ? svg.dataset.at.split(" ").map(Number) : null;
    svg.dataset.at = goal.join(" ");
    if (still || !from) return void show(goal);
    const began = performance.now();
    const aim = svg.dataset.at;
    requestAnimationFrame(function glide(now) {
      if (svg.dataset.at !== aim) return;
      const share = Math.min(1, (now - began) / 400);
      show(goal.map((end, at) => from[at] + (end - from[at]) * share * (2 - share)));
      if (share < 1) requestAnimationFrame(glide);
    });
  }

  // The trainer's view: this page once more, in a window that shows one slide with its notes. The two windows tell each
  // other where they are. Pages opened from a disk have no common origin, so that the sender is known by its window.

  let view = null;

  function speak() {
    view = open(`${location.pathname}?speaker`, "handbook-speaker", "width=1000,height=760");
    if (!view) alert(words.deck_window);
  }

  function tell() {
    if (!view || view.closed) return;
    const slide = Reveal.getCurrentSlide();
    view.postMessage({ kind: AT, slide: slide.id, shown: slide.querySelectorAll(".fragment.visible").length }, "*");
  }

  function heard(event) {
    if (!view || event.source !== view || event.data?.kind !== GO) return;
    if (event.data.way === "next") Reveal.next();
    else if (event.data.way === "previous") Reveal.prev();
    else tell();
  }

  function listen() {
    const tools = document.querySelector(".hb-deck-tools");
    const slides = [...document.querySelectorAll("section.hb-slide")];
    const time = document.createElement("span");
    const coming = document.createElement("span");
    const go = (way) => opener?.postMessage({ kind: GO, way }, "*");
    let began = Date.now();
    page.classList.add("hb-speaking");
    tools.append(
      button("←", words.deck_previous, () => go("previous")),
      button("→", words.deck_next, () => go("next")),
      time,
      button(words.deck_restart, "", () => {
        began = Date.now();
        tick();
      }),
      coming,
    );
    coming.setAttribute("role", "status");

    function tick() {
      const seconds = Math.floor((Date.now() - began) / 1000);
      const two = (number) => String(number).padStart(2, "0");
      const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
      time.textContent = words.deck_time.replace("{time}", clock);
    }

    function show(id, shown) {
      const at = Math.max(0, slides.findIndex((slide) => slide.id === id));
      slides.forEach((slide, place) => slide.classList.toggle("hb-now", place === at));
      [...slides[at].querySelectorAll(".hb-path li")].forEach((stop, place) => {
        stop.classList.toggle("hb-now", place === shown);
      });
      const next = slides[at + 1]?.querySelector("h2").textContent;
      coming.textContent = `${at + 1}/${slides.length}. ${words.deck_coming.replace("{title}", next ?? words.deck_end)}`;
      scrollTo(0, 0);
    }

    addEventListener("message", (event) => {
      if (event.source === opener && event.data?.kind === AT) show(event.data.slide, event.data.shown);
    });
    addEventListener("keydown", (event) => {
      const next = ["ArrowRight", "ArrowDown", "PageDown", " "].includes(event.key);
      const previous = ["ArrowLeft", "ArrowUp", "PageUp"].includes(event.key);
      if ((!next && !previous) || event.target.closest("button")) return;
      event.preventDefault();
      go(next ? "next" : "previous");
    });
    show("", 0);
    tick();
    setInterval(tick, 1000);
    go("here");
  }

  function start() {
    page.classList.add("js"); // as the theme says it
    if (location.search === "?speaker" && opener) listen();
    else if (location.search === "?print-pdf") page.classList.add("hb-sheets");
    else if (innerWidth >= NARROW) present();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
