// The guided walk: shows the steps of a guide one at a time, on the page that has them all.
//
// It reads the steps from the page's own sections, so it can't say anything else than the page. The address tells the
// whole walk: "#walk=danger.no,need.support,open-case" holds each answer given and, last, the step where one is. Every
// move changes the address and every change of the address shows the walk, so links and the back button work by
// themselves. "&from=other-guide:its.walk" remembers where to go back to from a guide that another one runs.
(() => {
  "use strict";

  const FROM = /^[a-z0-9-]+:[a-z0-9-]+(\.[a-z0-9-]+)?(,[a-z0-9-]+(\.[a-z0-9-]+)?)*$/;

  // Small tools.

  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  }

  function copyOf(element) {
    const copy = element.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    return copy;
  }

  const insideOf = (element) => [...copyOf(element).childNodes];

  function say(name, values = {}) {
    return window.handbookWords[`walk_${name}`].replace(/\{(\w+)\}/g, (_, value) => values[value]);
  }

  function button(name, words, act) {
    const made = make("button", `hb-walk-button ${name}`, words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function linkTo(name, words, address) {
    const made = make("a", `hb-walk-button ${name}`, words);
    made.href = address;
    return made;
  }

  // What the page says.

  function readSteps() {
    const headings = [...document.querySelectorAll("h3.hb-step")];
    const target = (link) => link.hash.replace("#step-", "");
    const idOf = (heading) => heading.id.replace("step-", "");
    const steps = headings.map((heading, at) => {
      const parts = [];
      let next = heading;
      while ((next = next.nextElementSibling) && !/^H[123]$/.test(next.tagName)) parts.push(next);
      const all = (selector) =>
        parts.flatMap((part) => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)]);
      const kind = ["do", "ask", "run", "refer", "end"].find((one) => heading.classList.contains(`hb-${one}`));
      const ways = all("[data-answer]").map((link) => ({
        answer: link.dataset.answer,
        words: link.closest("li").querySelector("strong"),
        to: target(link),
      }));
      const [goOn] = all(".hb-next a");
      if (kind !== "ask" && kind !== "end") ways.push({ to: goOn ? target(goOn) : idOf(headings[at + 1]) });
      const told = parts.filter((part) => part.matches("p:not([class]), .hb-referral, .hb-aside"));
      return { id: idOf(heading), number: at + 1, kind, heading, told, all, ways };
    });
    return new Map(steps.map((step) => [step.id, step]));
  }

  // Follows a written walk from the first step. Pages change and links stay: it stops where the page says otherwise.
  function follow(steps, path) {
    let [here] = steps.values();
    const passed = [];
    for (const token of path.split(",").filter(Boolean)) {
      const [id, answer] = token.split(".");
      const between = [];
      let step = here;
      while (step.id !== id && step.kind !== "ask" && step.kind !== "end" && between.length < steps.size) {
        between.push({ step, way: step.ways[0] });
        step = steps.get(step.ways[0].to);
      }
      if (step.id !== id) return { passed, here, stale: true };
      passed.push(...between);
      here = step;
      if (answer === undefined) continue;
      const way = step.ways.find((one) => one.answer === answer);
      if (!way) return { passed, here, stale: true };
      passed.push({ step, way });
      here = steps.get(way.to);
    }
    return { passed, here, stale: false };
  }

  function written(passed, here) {
    const answers = passed.filter((one) => one.way.answer).map((one) => `${one.step.id}.${one.way.answer}`);
    return [...answers, here.id].join(",");
  }

  // The address.

  const addressOf = (path, from) => `#walk${path && `=${path}`}${from.map((one) => `&from=${one}`).join("")}`;

  // Gives the walk that the address tells, or null if it tells of something else.
  function readAddress() {
    let hash = location.hash;
    try {
      hash = decodeURIComponent(hash); // some programs that pass links on write "%2C" for a comma
    } catch {
      // not well written: what can be read of it is still tried
    }
    const [walk, ...rest] = hash.slice(1).split("&");
    const [name, path = ""] = walk.split("=");
    if (name !== "walk") return null;
    return { path, from: rest.map((one) => one.replace("from=", "")).filter((one) => FROM.test(one)) };
  }

  // Where to go back to: only to a step of which this page itself says that it runs this guide.
  function wayBack([nearest, ...further]) {
    if (!nearest) return null;
    const [guide, path] = nearest.split(":");
    const last = path.split(",").pop();
    const link = [...document.querySelectorAll("a.hb-runs-this")].find((one) => one.dataset.guide === guide);
    const runs = link ? link.dataset.steps.split(" ").map((one) => one.split("=")) : [];
    const step = runs.find(([id]) => id === last);
    const words = step && say("return", { guide: link.textContent, number: step[1] });
    return step && linkTo("", words, link.href + addressOf(path, further));
  }

  // What the path needs.

  function checkItem(name, ...nodes) {
    const box = make("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", name);
    return make("li", "", make("label", "hb-tick", box), make("div", "", ...nodes));
  }

  function stepItem(step, ...more) {
    const meta = make("p", "hb-meta");
    step.all(".hb-who, .hb-within").forEach((one, at) => meta.append(at ? " · " : "", copyOf(one)));
    const text = make("p", "", ...insideOf(step.heading));
    const item = checkItem(step.heading.textContent, text, ...(meta.hasChildNodes() ? [meta] : []), ...more);
    item.append(make("span", "hb-walk-initials", `${say("initials")}:`));
    return item;
  }

  // Gives the entries of a list of the page that a path needs: what some step names belongs to the paths through it,
  // what none names belongs to them all. What only a step names is added.
  function needed(entries, all, taken, kind) {
    const named = (steps) => steps.flatMap((step) => step.all(`.hb-meta .hb-${kind} a`));
    const key = (link) => link.getAttribute("href");
    const [bySome, byTaken] = [all, taken].map((steps) => new Set(named(steps).map(key)));
    const found = new Map();
    for (const entry of entries) {
      const link = entry.querySelector("a");
      if (!bySome.has(key(link)) || byTaken.has(key(link))) found.set(key(link), entry);
    }
    for (const link of named(taken)) if (!found.has(key(link))) found.set(key(link), make("li", "", copyOf(link)));
    return [...found.values()].map((entry) => {
      const copy = copyOf(entry);
      for (const box of copy.querySelectorAll("label")) box.remove();
      return checkItem(entry.querySelector("a").textContent, ...copy.childNodes);
    });
  }

  function needsOf(steps, passed, here, isFlow) {
    const all = [...steps.values()];
    const taken = [...new Set([...passed.map((one) => one.step), here])];
    // The results of a tree are instructions; those of a procedure tell how it ended.
    const kinds = ["do", "run", ...(isFlow ? ["end"] : [])];
    const parts = {
      to_do: taken.filter((step) => kinds.includes(step.kind)).map((step) => stepItem(step)),
      referrals: taken
        .filter((step) => step.kind === "refer")
        .map((step) => stepItem(step, ...step.all(".hb-referral").map(copyOf))),
      bring: needed(document.querySelectorAll(".hb-checklist li"), all, taken, "documents"),
      forms: needed(document.querySelectorAll("#forms + ul > li"), all, taken, "forms"),
    };
    const list = make("div", "hb-walk-list");
    for (const [name, items] of Object.entries(parts)) {
      if (!items.length) continue;
      const part = make("ul", "", ...items);
      part.dataset.part = name;
      list.append(make("h3", "", say(name)), part);
    }
    return list;
  }

  // Prints the list alone, as a sheet of its own that only paper shows.
  function printList(step, list) {
    const heads = ["h1", ".hb-notice", ".hb-control", ".hb-paper"];
    const head = heads.map((one) => document.querySelector(`.md-content__inner > ${one}`)).filter(Boolean).map(copyOf);
    const result = [make("h2", "", ...insideOf(step.heading)), ...step.told.map(copyOf)];
    // The classes are those of the page, whose printed head this sheet shares.
    const paper = make("div", "hb-walk-paper md-content__inner md-typeset", ...head, ...result, copyOf(list));
    clearPaper();
    document.body.append(paper);
    document.body.classList.add("hb-prints-list");
    print();
  }

  function clearPaper() {
    document.body.classList.remove("hb-prints-list");
    for (const paper of document.querySelectorAll(".hb-walk-paper")) paper.remove();
  }

  // The drawings: the page's chart, and a small copy of it in the panel, which bear the same marks.

  function smallCopy(chart) {
    const map = chart.cloneNode(true);
    const parts = new Map();
    for (const one of [map, ...map.querySelectorAll("[id]")]) {
      parts.set(one.id, one);
      one.removeAttribute("id");
    }
    for (const one of map.querySelectorAll("title, desc")) one.remove();
    for (const one of map.querySelectorAll("a")) one.removeAttribute("href");
    for (const name of ["role", "aria-labelledby", "width", "height"]) map.removeAttribute(name);
    return { map, part: (id) => parts.get(id) };
  }

  // Gives the function that marks a path in the drawings: each is a function that finds a part by its id.
  function marker(before, drawings) {
    const rings = drawings.map(() => document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    for (const ring of rings) {
      ring.setAttribute("class", "hb-walk-ring");
      ring.setAttribute("fill", "none"); // a copy of the chart without our stylesheet shows nothing of it
    }
    const places = new Map(); // to ask the browser where a step is drawn takes longer than all the rest
    let marked = [];
    return (passed, here) => {
      for (const one of marked) one.classList.remove("hb-walk-passed", "hb-walk-here");
      const last = `${before}node--${here.id}`;
      if (!places.has(last)) places.set(last, document.querySelector(`#${last} a`).getBBox());
      const { x, y, width, height } = places.get(last);
      const around = Object.entries({ x: x - 7, y: y - 7, width: width + 14, height: height + 14, rx: 7 });
      const ids = passed.flatMap(({ step, way }) => [
        `${before}node--${step.id}`,
        `${before}edge--${step.id}--${way.answer || "next"}--${way.to}`,
      ]);
      marked = drawings.flatMap((part) => [...ids, last].map(part));
      for (const one of marked) one.classList.add("hb-walk-passed");
      drawings.forEach((part, at) => {
        for (const [name, value] of around) rings[at].setAttribute(name, value);
        part(last).append(rings[at]);
        part(last).classList.add("hb-walk-here");
      });
    };
  }

  // The panel.

  function start() {
    const panel = document.querySelector(".hb-walk");
    if (!panel) return;
    const { guide, kind } = panel.dataset;
    const steps = readSteps();
    const [first] = steps.values();
    const isFlow = kind === "flow";
    let now = null; // what is shown: passed, here, from

    const status = make("p", "hb-walk-said");
    status.setAttribute("role", "status");
    const body = make("div", "hb-walk-body");
    const trail = make("div");
    const aside = make("div", "hb-walk-aside", trail);
    const inside = make("div", "hb-walk-inside", body, aside);
    const opener = button("hb-walk-main hb-walk-open", say("name"), () => {
      if (!inside.hidden) show(null);
      else if (now) reveal(true);
      else go(addressOf(first.id, []));
    });
    const chart = document.querySelector(".hb-flow svg");
    const before = `chart-${guide}-`;
    const small = chart && smallCopy(chart);
    if (chart) aside.append(makeMap(small.map));
    const mark = chart && marker(before, [(id) => document.getElementById(id), small.part]);

    panel.setAttribute("role", "region");
    panel.setAttribute("aria-label", say("name"));
    panel.append(...(isFlow ? [] : [opener]), status, inside);
    reveal(isFlow);
    panel.addEventListener("keydown", chooseByDigit);
    addEventListener("afterprint", clearPaper);
    addEventListener("hashchange", () => {
      const address = readAddress();
      // A link to a section of the page leaves the walk as it stands.
      if (address || !location.hash) show(address || (isFlow ? { path: "", from: [] } : null), true);
    });
    const address = readAddress();
    if (address || isFlow) show(address || { path: "", from: [] }, address !== null);

    function reveal(open) {
      inside.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
    }

    function go(address) {
      if (location.hash === address) show(readAddress(), true);
      else location.hash = address;
    }

    function goTo(passed, here) {
      go(addressOf(written(passed, here), now.from));
    }

    function show(address, moved) {
      reveal(address !== null);
      if (!address) return;
      clearPaper();
      const { passed, here, stale } = follow(steps, address.path);
      now = { passed, here, from: address.from };
      const heading = make("h2", "hb-walk-words");
      heading.tabIndex = -1;
      const [wording] = here.all(".hb-wording");
      heading.append(...(wording ? [`${here.number}. `, ...insideOf(wording)] : insideOf(here.heading)));
      const told = make("div", `hb-walk-step hb-${here.kind}`);
      told.dataset.step = here.id;
      if (stale) told.append(make("p", "hb-notice hb-walk-stale", say("stale")));
      told.append(...here.all(".hb-meta").map(copyOf), heading);
      // What explains a question stands below its answers, so that a phone shows these at once; a warning comes first.
      const isHint = (part) => here.kind === "ask" && part.matches(".hb-aside:not(.hb-warning)");
      told.append(...here.told.filter((part) => !isHint(part)).map(copyOf));
      const more = here.told.filter(isHint).map(copyOf);
      const [sources] = here.all(".hb-sources").map(copyOf);
      if (sources) more.push(make("details", "hb-walk-fold", make("summary", "", say("sources")), sources));
      more.push(...here.all(".hb-feedback").map(copyOf));
      const list = here.kind === "end" ? [needsOf(steps, passed, here, isFlow)] : [];
      body.replaceChildren(told, waysOn(), ...more, ...list, tools(list[0]));
      trail.replaceChildren(...pathSoFar());
      if (chart) mark(passed, here);
      const place = here.kind === "ask" ? "at_question" : here.kind === "end" ? "at_end" : "at_step";
      const said = say(place, { number: here.number, count: here.ways.length });
      status.textContent = stale ? `${say("stale")} ${said}` : said;
      if (moved) {
        heading.focus({ preventScroll: true });
        inside.scrollIntoView();
      }
    }

    // The answers of a question, the way on from another step, the ways out of a result.
    function waysOn() {
      const { passed, here, from } = now;
      const ways = make("div", "hb-walk-ways");
      for (const [at, way] of here.ways.entries()) {
        const onward = () => goTo([...passed, { step: here, way }], steps.get(way.to));
        if (!way.answer) {
          ways.append(button("hb-walk-main", say("done"), onward));
          continue;
        }
        const answer = button("hb-walk-answer", "", onward);
        answer.dataset.answer = way.answer;
        answer.append(make("span", "", ...insideOf(way.words)));
        if (at < 9) {
          const digit = make("span", "hb-walk-digit", String(at + 1));
          digit.setAttribute("aria-hidden", "true");
          answer.setAttribute("aria-keyshortcuts", String(at + 1));
          answer.append(digit);
        }
        ways.append(answer);
      }
      const backHere = addressOf("", [`${guide}:${written(passed, here)}`, ...from]);
      for (const link of here.all("a.hb-runs")) {
        ways.prepend(linkTo("", say("open", { guide: link.textContent }), link.href + backHere));
      }
      for (const link of here.all("a.hb-continues")) {
        ways.append(linkTo("hb-walk-main", say("go_on", { guide: link.textContent }), link.href + addressOf("", [])));
      }
      const back = here.kind === "end" && wayBack(from);
      if (back) ways.append(back);
      return ways;
    }

    function tools(list) {
      const { passed, here } = now;
      const row = make("div", "hb-walk-tools");
      if (list) row.append(button("hb-walk-main", say("print"), () => printList(here, list)));
      if (passed.length) {
        row.append(
          button("", say("back"), () => goTo(passed.slice(0, -1), passed[passed.length - 1].step)),
          button("", say("again"), () => goTo([], first)),
        );
      }
      row.append(button("", say("copy"), () => copyLink(row)));
      return row;
    }

    async function copyLink(row) {
      const link = location.href.split("#")[0] + addressOf(written(now.passed, now.here), now.from);
      try {
        await navigator.clipboard.writeText(link);
        status.textContent = say("copied");
        const told = make("p", "hb-walk-copied", say("copied"));
        replaceAfter(row, told);
      } catch {
        const field = make("input");
        field.readOnly = true;
        field.value = link;
        replaceAfter(row, make("label", "hb-walk-copied", say("copy_this"), field));
        field.select();
      }
    }

    function replaceAfter(row, element) {
      for (const one of body.querySelectorAll(".hb-walk-copied")) one.remove();
      row.after(element);
    }

    function pathSoFar() {
      const { passed } = now;
      if (!passed.length) return [];
      const path = make("ol", "hb-walk-path");
      passed.forEach(({ step, way }, at) => {
        const result = make("strong", "", ...(way.answer ? insideOf(way.words) : [`✓ ${say("is_done")}`]));
        const entry = make("li", "", make("span", "", ...insideOf(step.heading), " ", result));
        if (way.answer) {
          const change = button("hb-walk-change", say("change"), () => goTo(passed.slice(0, at), step));
          change.setAttribute("aria-label", `${say("change")}: ${step.heading.textContent}`);
          entry.append(change);
        }
        path.append(entry);
      });
      return [make("h3", "", say("path")), path];
    }

    function makeMap(drawing) {
      const toChart = () => {
        const node = document.getElementById(`${before}node--${now.here.id}`);
        node.querySelector("a").focus({ preventScroll: true });
        node.scrollIntoView({ block: "center", inline: "center" });
      };
      const frame = make("div", "hb-walk-map", drawing);
      frame.setAttribute("aria-hidden", "true");
      frame.addEventListener("click", toChart);
      const fold = make("details", "hb-walk-fold", make("summary", "", say("map")), frame);
      fold.append(button("", say("to_chart"), toChart));
      fold.open = matchMedia("(min-width: 60em)").matches;
      return fold;
    }

    function chooseByDigit(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
      const answer = body.querySelectorAll(".hb-walk-answer")[event.key - 1];
      if (!answer || event.target.matches("input")) return;
      event.preventDefault();
      answer.click();
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
