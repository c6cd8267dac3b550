/* Printing: the day on the sheet, and the line at the foot of every sheet. */

(function () {
  "use strict";

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  function prepare() {
    const day = today();
    for (const place of document.querySelectorAll(".hb-paper time")) {
      place.textContent = day;
      place.dateTime = day;
      place.parentElement.hidden = false;
    }
    // Only a property of the root reaches the margin of a sheet, which has no elements of its own.
    const foot = document.querySelector(".hb-running");
    if (foot) document.documentElement.style.setProperty("--hb-running", JSON.stringify(foot.textContent.trim()));
  }

  addEventListener("beforeprint", prepare);
})();
