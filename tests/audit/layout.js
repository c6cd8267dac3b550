// What a browser makes of a page: gives what is wrong by the name of the check.
// C, T, F in brackets: the requirement of the Selo, as in structure.py.
() => {
  const article = document.querySelector("article") || document.body;
  const found = {};
  const say = (check, element, words) => {
    const text = (element.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const where = element.tagName.toLowerCase() + (typeof element.className === "string" && element.className ? "." + element.className.trim().split(/\s+/).join(".") : "");
    (found[check] ||= []).push(`${where} "${text}": ${words}`);
  };
  const seen = element => {
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth && box.bottom + scrollY > 0;
  };
  const hasText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const style = element => getComputedStyle(element);

  // The page does not move sideways (C 4.2).
  if (document.documentElement.scrollWidth > innerWidth)
    say("page_stays_in_its_width", document.documentElement, `${document.documentElement.scrollWidth} px wide`);

  // The text of the body has at least 12 pt, all other at least 10 pt (C 2.1, C 2.2).
  const body = element => element.matches("p:not([class]), li, dd, td, th") && !element.closest("[class^=hb-meta], .hb-control, .hb-legend, .hb-sources, .hb-actors");
  for (const element of document.querySelectorAll("body *")) {
    if (!hasText(element) || !seen(element) || element.closest("[aria-hidden=true]")) continue;
    const svg = element.ownerSVGElement;
    const size = parseFloat(style(element).fontSize) * (svg ? svg.getScreenCTM().a : 1);
    const least = article.contains(element) && !svg && body(element) ? 16 : 40 / 3;
    if (size < least - 0.05) say("text_is_large_enough", element, `${size.toFixed(1)} px`);
  }

  // Lines have at most 100 characters and stand 1.5 times their size apart (C 2.3, C 2.4).
  const pen = document.createElement("canvas").getContext("2d");
  for (const element of article.querySelectorAll("p, li, dd")) {
    const text = element.textContent.trim().replace(/\s+/g, " ");
    if (!hasText(element) || !seen(element) || text.length < 100) continue;
    const look = style(element);
    pen.font = `${look.fontStyle} ${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    const room = element.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    const signs = room / (pen.measureText(text).width / text.length);
    if (signs > 100.5) say("lines_are_short_enough", element, `${signs.toFixed(0)} characters a line`);
    const apart = parseFloat(look.lineHeight) / parseFloat(look.fontSize);
    if (!(apart >= 1.49)) say("lines_are_far_enough_apart", element, `${apart.toFixed(2)} times the size`);
  }

  // A link in the text is seen without colour (C 3.3).
  for (const link of article.querySelectorAll("a[href]")) {
    if (link.ownerSVGElement || !seen(link) || !link.textContent.trim()) continue;
    const shown = [link, ...link.querySelectorAll("*")].some(one => style(one).textDecorationLine.includes("underline") || parseFloat(style(one).borderBottomWidth) >= 1);
    if (!shown) say("links_are_seen_without_colour", link, "no line below it or around it");
  }

  // A page of more than three screens has an index at its top (C 4.1).
  if (document.documentElement.scrollHeight > 3 * innerHeight && article.querySelectorAll("h2, h3").length > 1) {
    const index = [...document.querySelectorAll(".md-sidebar--secondary, .hb-index, .hb-jump")].some(
      one => seen(one) && one.querySelector("a[href*='#']") && one.getBoundingClientRect().top + scrollY < 2 * innerHeight);
    if (!index) say("long_pages_have_an_index", document.querySelector("h1") || document.body, `${document.documentElement.scrollHeight} px high`);
  }

  // What one presses has at least 44 px a side; links in the text are as large as the text (C 5.2).
  const controls = "a[href], button, summary, input:not([type=hidden]), select, textarea, label[for], [role=button]";
  for (const element of document.querySelectorAll(controls)) {
    if (!seen(element) || element.matches("input:disabled") || style(element).pointerEvents === "none") continue;
    if (element.control && seen(element.control) && !element.contains(element.control)) continue; // it names a field
    if (article.contains(element) && element.matches("a") && style(element).display === "inline") continue;
    const box = (element.closest("label") || element).getBoundingClientRect();
    if (Math.min(box.width, box.height) < 43.5)
      say("targets_have_44_px", element, `${box.width.toFixed(0)} × ${box.height.toFixed(0)} px`);
  }

  // One button at most is the main one (C 5.3).
  const main = [...document.querySelectorAll(".md-button--primary, .hb-walk-main")].filter(seen);
  if (main.length > 1) say("main_button_is_one", main[1], `the second of ${main.length} main buttons`);

  // What has the focus is seen to have it (WCAG 2.4.7). One of each kind is enough.
  const kinds = new Set();
  const looks = element => {
    const parts = element.ownerSVGElement ? element.querySelectorAll("*") : [element, element.nextElementSibling].filter(Boolean);
    return [...parts].map(one => {
      const {outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, opacity, stroke, strokeWidth} = style(one);
      const drawn = outlineStyle !== "none" && (outlineStyle === "auto" || parseFloat(outlineWidth) >= 2);
      return {drawn, rest: [boxShadow, borderColor, backgroundColor, opacity, stroke, strokeWidth].join()};
    });
  };
  const before = document.activeElement, place = scrollY;
  for (const element of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']")) {
    const kind = element.tagName + element.getAttribute("class") + (element.parentElement.className.baseVal || element.parentElement.className);
    if (kinds.has(kind) || element.disabled || !element.checkVisibility({visibilityProperty: true})) continue;
    kinds.add(kind);
    const rest = looks(element);
    element.focus({preventScroll: true});
    if (document.activeElement !== element) continue;
    const now = looks(element);
    if (!now.some((look, at) => look.drawn || look.rest !== rest[at].rest)) say("focus_is_seen", element, "looks the same with the focus");
    element.blur();
  }
  if (before) before.focus({preventScroll: true});
  scrollTo(0, place);
  return found;
}
