// What changed since a training: a filter over the list on the page, which is whole without it.
(() => {
  "use strict";

  const words = window.handbookWords;

  function create(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function start() {
    const list = document.querySelector(".hb-changes");
    if (!list) return;
    const days = [...list.querySelectorAll(".hb-day")];
    const rows = days.flatMap((day) =>
      [...day.querySelectorAll("li")].map((row) => ({
        row,
        day: day.dataset.day,
        guide: row.querySelector("a").href,
        isEditorial: row.querySelector("[data-class]").dataset.class === "editorial",
        roles: new Map([...row.querySelectorAll("[data-role]")].map((role) => [role.dataset.role, role])),
      })),
    );

    const since = create("input", { type: "date", name: "since", id: "hb-changes-since" });
    const named = [...new Map(rows.flatMap((one) => [...one.roles]))];
    named.sort(([, a], [, b]) => a.textContent.localeCompare(b.textContent));
    const roles = named.map(([id]) => create("input", { type: "checkbox", name: "role", value: id }));
    const mine = create("fieldset", {}, create("legend", { textContent: words.changes_roles }));
    named.forEach(([, said], at) => mine.append(create("label", {}, roles[at], ...said.cloneNode(true).childNodes)));
    const editorial = create("input", { type: "checkbox", name: "editorial" });
    const count = create("p", {});
    count.setAttribute("role", "status");
    const form = create(
      "form",
      { className: "hb-changes-form" },
      create("div", {}, create("label", { htmlFor: since.id, textContent: words.changes_since }), since),
      mine,
      create("label", {}, editorial, words.changes_editorial),
      count,
    );
    form.setAttribute("aria-label", words.changes_form);
    list.prepend(form);

    const ticked = () => roles.filter((one) => one.checked).map((one) => one.value);

    // The day of the training itself counts: nobody knows which came first.
    function apply() {
      const chosen = ticked();
      const shown = rows.filter(
        (one) =>
          (!since.value || one.day >= since.value) &&
          (!chosen.length || chosen.some((id) => one.roles.has(id))) &&
          (editorial.checked || !one.isEditorial),
      );
      const kept = new Set(shown.map((one) => one.row));
      for (const one of rows) one.row.hidden = !kept.has(one.row);
      for (const day of days) day.hidden = !day.querySelector("li:not([hidden])");
      const guides = new Set(shown.map((one) => one.guide)).size;
      count.textContent = shown.length
        ? words.changes_count.replace("{n}", shown.length).replace("{guides}", guides)
        : words.changes_none;
    }

    // The address holds the choice, to be sent to those who were trained.

    function write() {
      const state = new URLSearchParams(ticked().map((id) => ["role", id]));
      if (since.value) state.set("since", since.value);
      if (editorial.checked) state.set("editorial", "yes");
      history.replaceState(null, "", `#${state}`);
      apply();
    }

    function read() {
      const hash = location.hash.slice(1);
      const state = new URLSearchParams(hash.includes("=") ? hash : "");
      since.value = state.get("since") ?? "";
      for (const one of roles) one.checked = state.getAll("role").includes(one.value);
      editorial.checked = state.has("editorial");
      apply();
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", write);
    addEventListener("hashchange", read);
    read();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
