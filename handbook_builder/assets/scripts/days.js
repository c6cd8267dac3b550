// What only the day of reading can tell: confirmations that no longer hold, reviews that are due, consultations that are
// over. Pages say the days themselves, so that they are the same whenever they were built, and right without this script.
(() => {
  "use strict";

  const words = window.handbookWords;
  const SOON = 90; // days ahead that whoever coordinates the manual plans for

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const marked = (name) => document.querySelectorAll(`.hb-${name}`);

  // Days are compared as UTC, in which each has 24 hours.
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const daysUntil = (day) => Math.round((Date.parse(day) - today) / 86400000);

  function mark(element, kind, text) {
    const label = document.createElement("span");
    label.className = `hb-state hb-${kind}`;
    label.textContent = text;
    element.after(" ", label);
  }

  function markConfirmations() {
    for (const one of marked("verified[data-until]")) {
      if (daysUntil(one.dataset.until) >= 0) continue;
      one.className = "hb-confidence hb-old";
      one.textContent = words.confirmed_old.replace("{date}", one.dataset.on);
    }
  }

  function markReviews() {
    for (const one of marked("due")) {
      const days = daysUntil(one.dataset.by);
      if (days < 0) mark(one, "overdue", words.due_over);
      else if (days <= SOON) mark(one, "soon", days ? fill(words.due_soon, { n: days }) : words.due_today);
    }
  }

  // On the page of the status, the reviews of its tables are counted in the list above them.
  function countReviews() {
    const next = document.querySelector(".hb-summary .hb-due");
    if (!next) return;
    const days = [...document.querySelectorAll("table .hb-due")].map((one) => daysUntil(one.dataset.by));
    const over = days.filter((one) => one < 0).length;
    const soon = days.filter((one) => one >= 0 && one <= SOON).length;
    for (const text of [fill(words.reviews_soon, { n: soon, days: SOON }), fill(words.reviews_over, { n: over })]) {
      const item = document.createElement("li");
      item.textContent = text;
      next.closest("li").after(item);
    }
  }

  function closeConsultations() {
    for (const one of marked("until")) {
      if (daysUntil(one.dataset.until) < 0) mark(one, "over", words.consultation_ended);
    }
    for (const one of marked("consultation")) {
      if (daysUntil(one.dataset.until) >= 0) continue;
      const said = document.createElement("p");
      said.textContent = fill(words.consultation_over, { date: one.dataset.until });
      one.replaceChildren(said);
      for (const link of document.querySelectorAll(".hb-consultation + .hb-feedback")) link.hidden = true;
    }
  }

  function start() {
    markConfirmations();
    markReviews();
    countReviews();
    closeConsultations();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
