/* Says on the pages of an offline copy that it is too old, and how old. */
(() => {
  "use strict";

  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());

  for (const copy of document.querySelectorAll(".hb-copy")) {
    if (today <= Date.parse(copy.dataset.until)) continue;
    copy.classList.add("hb-old");
    copy.querySelector("[data-days]").textContent = Math.round((today - Date.parse(copy.dataset.made)) / 86400000);
    copy.querySelector(".hb-copy-old").hidden = false;
  }
})();
