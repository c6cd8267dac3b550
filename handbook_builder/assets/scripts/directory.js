// The directory of services: a filter made from the lists on the page, which are there without it all the same.
(() => {
  "use strict";

  const words = window.handbookWords;
  const LEAST_DIGITS = 3;

  function create(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  // Each list by need, territory or language becomes a choice of the filter.

  function choiceOf(lists) {
    const heading = lists.querySelector("h2");
    const groups = [...lists.querySelectorAll("details")];
    const everywhere = groups.filter((group) => "everywhere" in group.dataset);
    const pages = new Map(groups.map((group) => [group.id, pagesIn([group])]));
    for (const group of groups) {
      // Whoever serves the whole country serves each part of it too.
      if (!everywhere.includes(group) && !isRest(group)) {
        pagesIn(everywhere).forEach((page) => pages.get(group.id).add(page));
      }
    }
    const field = create("select", { name: lists.dataset.kind, id: `hb-filter-${lists.dataset.kind}` });
    field.append(new Option(words.directory_any, ""));
    for (const group of groups) field.append(new Option(nameOf(group), group.id));
    // What answers to no need is no help for a person; what does not name its territory or language may be.
    const unknown = lists.dataset.kind === "need" ? undefined : groups.find(isRest);
    return { field, name: heading.textContent, pages, unknown };
  }

  function isRest(group) {
    return group.id.endsWith("--");
  }

  function nameOf(group) {
    return group.querySelector("summary").textContent.replace(/ \(\d+\)$/, "");
  }

  function pagesIn(groups) {
    return new Set(groups.flatMap((group) => [...group.querySelectorAll("li > a:first-child")].map((link) => link.href)));
  }

  function labelled(name, field) {
    return create("div", {}, create("label", { htmlFor: field.id, textContent: name }), field);
  }

  function start() {
    const directory = document.querySelector(".hb-directory");
    if (!directory) return;
    const lists = [...directory.querySelectorAll(".hb-groups")];
    const rows = [...directory.querySelectorAll(".hb-entries > ul > li")].map((row) => {
      const said = fold(row.textContent);
      return { row, page: row.querySelector("a").href, said, digits: said.replace(/\s/g, "") };
    });
    const choices = lists.map(choiceOf);
    const text = create("input", { type: "search", name: "text", id: "hb-filter-text", autocomplete: "off" });
    const count = create("p", {});
    count.setAttribute("role", "status");
    const clear = create("button", { type: "button", textContent: words.directory_clear });
    const form = create(
      "form",
      { className: "hb-filter" },
      labelled(words.directory_words, text),
      ...choices.map((choice) => labelled(choice.name, choice.field)),
      clear,
      count,
    );
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", words.directory_filter);
    directory.prepend(form);
    const fields = [text, ...choices.map((choice) => choice.field)];

    function fits(entry, wanted) {
      return wanted.every((word) => entry.said.includes(word) || (isNumber(word) && entry.digits.includes(word)));
    }

    function isNumber(word) {
      return /^\d+$/.test(word) && word.length >= LEAST_DIGITS;
    }

    function wantedWords() {
      // A number is one word, however it is grouped.
      return fold(text.value).replace(/(\d)\s+(?=\d)/g, "$1").split(/\s+/).filter(Boolean);
    }

    function apply() {
      const wanted = wantedWords();
      const chosen = choices.filter((choice) => choice.field.value);
      const fitting = (but) =>
        rows.filter(
          (entry) =>
            fits(entry, wanted) &&
            chosen.every((choice) => choice === but || choice.pages.get(choice.field.value).has(entry.page)),
        );
      const shown = new Set(fitting());
      for (const entry of rows) entry.row.hidden = !shown.has(entry);
      const filtering = wanted.length > 0 || chosen.length > 0;
      for (const list of lists) list.hidden = filtering;
      const sentences = [
        shown.size === 1 ? words.directory_one : words.directory_count.replace("{n}", shown.size),
        ...chosen.map((choice) => hidden(choice, fitting(choice))),
      ];
      count.textContent = sentences.filter(Boolean).join(". ");
    }

    // An entry that does not say whom it serves may serve this person: tell that it is there.
    function hidden({ field, name: list, pages, unknown }, otherwise) {
      if (!unknown || field.value === unknown.id) return "";
      const open = otherwise.filter((entry) => pages.get(unknown.id).has(entry.page)).length;
      const name = `${list}: ${nameOf(unknown)}`;
      return open ? words.directory_unknown.replace("{n}", open).replace("{name}", name) : "";
    }

    // The address holds the choice, to be sent to a colleague.

    function write() {
      const state = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
      history.replaceState(null, "", `#${state}`);
      apply();
    }

    function read() {
      const hash = location.hash.slice(1);
      const state = new URLSearchParams(hash.includes("=") ? hash : "");
      for (const field of fields) field.value = state.get(field.name) ?? "";
      apply();
      const group = document.getElementById(hash);
      if (group?.matches(".hb-group")) group.open = true;
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", write);
    clear.addEventListener("click", () => {
      for (const field of fields) field.value = "";
      write();
      text.focus();
    });
    addEventListener("hashchange", read);
    read();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
