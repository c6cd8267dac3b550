// Charts: zoom, pan, a view that fills the screen, the steps of one role, and the chart as a file to keep.
// Without it, a chart scrolls in its frame, and a link below opens it alone.
(() => {
  "use strict";

  const words = window.handbookWords;
  const SVG = "http://www.w3.org/2000/svg";
  const LEAST = 0.25;
  const MOST = 4;
  const STOPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];

  function create(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function button(sign, name, press) {
    const made = create("button", "hb-chart-button", sign);
    made.type = "button";
    if (name !== sign) {
      made.setAttribute("aria-label", name);
      made.title = name;
    }
    made.addEventListener("click", press);
    return made;
  }

  function equip(frame, number) {
    const svg = frame.querySelector("svg");
    const box = create("div", "hb-chart-box");
    const tools = create("div", "hb-chart-tools");
    const help = create("p", "hb-chart-help", words.chart_help);
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", words.chart_tools);
    help.id = `hb-chart-help-${number}`;
    frame.setAttribute("aria-describedby", help.id);
    frame.replaceWith(box);
    box.append(tools, frame, help);

    const large = largeView(frame, box, svg);
    const view = zoomable(frame, svg, large.dialog);
    pan(frame, view.move);
    tools.append(...view.controls, large.opener, ...downloads(frame.dataset.file, svg), ...roles(svg));
  }

  // Zoom. In its frame a chart is as high as it is, so that the page scrolls as usual; the large view scrolls both ways.

  function zoomable(frame, svg, dialog) {
    const natural = Number(svg.getAttribute("width"));
    const shown = create("output", "hb-chart-zoom");
    const fitting = button(words.chart_fit, words.chart_fit, () => (zoom === 1 ? fit() : reset()));
    let zoom = 1;
    let fitted = false;

    function move(right, down) {
      frame.scrollLeft += right;
      frame.scrollTop += down;
      if (!dialog.open) scrollBy({ top: down, behavior: "instant" });
    }

    function zoomTo(wanted, x, y) {
      fitted = false;
      show(Math.min(MOST, Math.max(LEAST, wanted)), x, y);
    }

    // What is under the point (x, y) of the window stays there.
    function show(wanted, x, y) {
      const before = svg.getBoundingClientRect();
      zoom = wanted;
      frame.style.setProperty("--hb-chart-width", `${natural * zoom}px`);
      shown.textContent = zoom.toLocaleString(document.documentElement.lang, { style: "percent" });
      fitting.textContent = zoom === 1 ? words.chart_fit : words.chart_natural;
      const after = svg.getBoundingClientRect();
      const grown = after.width / before.width;
      move(after.left - x + (x - before.left) * grown, after.top - y + (y - before.top) * grown);
    }

    function step(way) {
      const further = way > 0 ? STOPS.find((stop) => stop > zoom + 0.01) : STOPS.findLast((stop) => stop < zoom - 0.01);
      const edge = frame.getBoundingClientRect();
      // The buttons above stay under the finger as long as they can be seen.
      const y = edge.top < 0 || dialog.open ? (Math.max(edge.top, 0) + Math.min(edge.bottom, innerHeight)) / 2 : edge.top;
      if (further) zoomTo(further, edge.left + edge.width / 2, y);
    }

    function fit() {
      const { paddingLeft, paddingRight } = getComputedStyle(frame);
      const room = frame.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      const edge = frame.getBoundingClientRect();
      fitted = true;
      show(Math.floor(room) / natural, edge.left, edge.top);
    }

    // A chart wider than its frame would begin in the middle of nowhere: show where the flow starts.
    function reset() {
      const edge = frame.getBoundingClientRect();
      zoomTo(1, edge.left, edge.top);
      const dot = svg.querySelector(".start").getBoundingClientRect();
      frame.scrollLeft += dot.left - edge.left - edge.width / 2;
      frame.scrollTop = 0;
    }

    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const does = { "+": () => step(1), "=": () => step(1), "-": () => step(-1), 0: reset }[event.key];
      if (!does) return;
      event.preventDefault();
      does();
    });

    // A touchpad's pinch arrives as a wheel with Ctrl, too.
    frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
        zoomTo(zoom * Math.exp((-event.deltaY * lines) / 500), event.clientX, event.clientY);
      },
      { passive: false },
    );

    let pinch = null;
    const pinchOf = ([one, other]) => ({
      x: (one.clientX + other.clientX) / 2,
      y: (one.clientY + other.clientY) / 2,
      span: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    });
    frame.addEventListener(
      "touchmove",
      (event) => {
        if (!pinch) return;
        event.preventDefault();
        const now = pinchOf(event.touches);
        move(pinch.x - now.x, pinch.y - now.y);
        zoomTo((zoom * now.span) / pinch.span, now.x, now.y);
        pinch = now;
      },
      { passive: false },
    );
    for (const name of ["touchstart", "touchend", "touchcancel"]) {
      const read = ({ touches }) => (pinch = touches.length === 2 ? pinchOf(touches) : null);
      frame.addEventListener(name, read, { passive: true });
    }

    addEventListener("resize", () => fitted && fit());
    reset();
    const controls = [
      button("−", words.chart_zoom_out, () => step(-1)),
      shown,
      button("+", words.chart_zoom_in, () => step(1)),
      fitting,
    ];
    return { controls, move };
  }

  // Pan with the mouse; fingers and arrow keys scroll the frame by themselves.

  function pan(frame, move) {
    let held = null;
    let dragged = false;

    frame.addEventListener("pointerdown", (event) => {
      const edge = frame.getBoundingClientRect();
      const onBar = event.clientY > edge.top + frame.clientHeight || event.clientX > edge.left + frame.clientWidth;
      dragged = false;
      held = event.pointerType === "mouse" && event.button === 0 && !onBar ? { x: event.clientX, y: event.clientY } : null;
    });
    frame.addEventListener("pointermove", (event) => {
      if (!held) return;
      if (event.buttons === 0) return void release();
      const [right, down] = [held.x - event.clientX, held.y - event.clientY];
      if (!dragged && Math.hypot(right, down) < 6) return;
      if (!dragged) frame.setPointerCapture(event.pointerId);
      dragged = true;
      frame.classList.add("hb-held");
      held = { x: event.clientX, y: event.clientY };
      move(right, down);
    });
    function release() {
      held = null;
      frame.classList.remove("hb-held");
    }
    frame.addEventListener("pointerup", release);
    frame.addEventListener("pointercancel", release);
    frame.addEventListener("dragstart", (event) => event.preventDefault()); // of a link
    frame.addEventListener("selectstart", (event) => held && event.preventDefault());
    frame.addEventListener(
      "click",
      (event) => {
        if (!dragged) return;
        event.preventDefault();
        event.stopPropagation();
        dragged = false;
      },
      true,
    );
  }

  // The large view holds the chart itself, not a copy: what is marked stays marked, and no id is there twice.

  function largeView(frame, box, svg) {
    const dialog = create("dialog", "hb-chart-large");
    const place = create("div", "hb-chart-place");
    const close = button(words.chart_close, words.chart_close, () => dialog.close());
    let left = 0;
    dialog.setAttribute("aria-label", svg.querySelector("title").textContent);
    dialog.append(close);
    const opener = button(words.chart_large, words.chart_large, () => {
      left = frame.scrollLeft;
      const middle = left + frame.clientWidth / 2;
      place.style.height = `${box.offsetHeight}px`; // the page below keeps its place
      box.replaceWith(place);
      dialog.append(box);
      dialog.showModal();
      frame.scrollLeft = middle - frame.clientWidth / 2;
      frame.focus();
    });

    function putBack() {
      place.replaceWith(box);
      frame.scrollLeft = left;
    }
    dialog.addEventListener("close", () => {
      if (!place.isConnected) return;
      putBack();
      opener.focus({ preventScroll: true });
    });
    opener.classList.add("hb-chart-opener");
    // Before the browser goes on: a step leads to its words, which stand on the page, and paper has no large view.
    function leave() {
      if (!dialog.open) return;
      putBack();
      dialog.close();
    }
    frame.addEventListener("click", (event) => event.target.closest("a") && leave());
    addEventListener("beforeprint", leave);
    box.after(dialog);
    return { dialog, opener };
  }

  // The steps of one role. The page itself names the roles and the numbers of their steps.

  function roles(svg) {
    const nodes = [...svg.querySelectorAll(".node:not(.start)")];
    const stepsOf = (role) => nodes.filter((node) => node.classList.contains(`role-${role}`));
    const named = [...document.querySelectorAll(".hb-actors [data-role]")].filter(
      (actor) => stepsOf(actor.dataset.role).length,
    );
    if (!named.length) return [];
    const label = create("label", "hb-chart-role", words.chart_role);
    const select = create("select", "hb-chart-select");
    const status = create("p", "hb-chart-status");
    status.setAttribute("role", "status");
    select.append(new Option(words.chart_no_role, ""));
    select.append(...named.map((actor) => new Option(actor.textContent, actor.dataset.role)));
    label.append(select);
    select.addEventListener("change", () => {
      const mine = stepsOf(select.value);
      const actor = named.find((one) => one.dataset.role === select.value);
      svg.classList.toggle("hb-chosen", mine.length > 0);
      for (const node of nodes) mark(node, mine.includes(node) ? actor.textContent : "");
      status.textContent = actor
        ? `${words.chart_marked.replace("{n}", mine.length).replace("{all}", nodes.length)} ${actor.parentElement.textContent}`
        : "";
      if (svg.closest("dialog")) mine[0]?.scrollIntoView({ block: "center", inline: "center" });
    });
    return [label, status];
  }

  function mark(node, role) {
    node.classList.toggle("hb-mine", role !== "");
    node.querySelector(".hb-mark")?.remove();
    if (role) node.append(tick(node));
    const heading = document.getElementById(node.querySelector("a").getAttribute("href").slice(1));
    if (!heading) return;
    if (role) heading.dataset.mine = role;
    else delete heading.dataset.mine;
  }

  // A disc with a tick on the upper outline: at its left end, where arrows seldom come in.
  function tick(node) {
    const box = node.getBBox();
    const group = document.createElementNS(SVG, "g");
    const disc = document.createElementNS(SVG, "circle");
    const line = document.createElementNS(SVG, "polyline");
    const [x, y] = [box.x + box.width * (node.classList.contains("ask") ? 0.25 : 0.07), box.y];
    group.setAttribute("class", "hb-mark");
    for (const [name, value] of [["cx", x], ["cy", y], ["r", 6.5]]) disc.setAttribute(name, value);
    line.setAttribute("points", `${x - 3},${y} ${x - 0.7},${y + 2.6} ${x + 3.2},${y - 2.6}`);
    group.append(disc, line);
    return group;
  }

  // The chart as a file. Its colours become plain attributes, which every drawing program and word processor reads.

  const OURS = ["hb-chart", "hb-chosen", "hb-mine", "hb-mark"];
  const SHAPES = "path, polygon, polyline, ellipse, circle, rect, text";
  const DOTS_IN_CANVAS = 16777216; // more, and telephones give an empty picture

  function drawing(svg) {
    const copy = svg.cloneNode(true);
    // What other scripts drew or marked in the drawing is no part of it.
    for (const element of copy.querySelectorAll("[class*=hb-]")) {
      const others = [...element.classList].filter((name) => name.startsWith("hb-") && !OURS.includes(name));
      if (others.length === element.classList.length) element.remove();
      else element.classList.remove(...others);
    }
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes); // they lead to this page only
    const paper = document.createElementNS(SVG, "rect");
    const { x, y, width, height } = svg.viewBox.baseVal;
    for (const [name, value] of Object.entries({ x, y, width, height })) paper.setAttribute(name, value);
    paper.style.fill = "var(--hb-chart-paper)";
    copy.prepend(paper);
    // Beside the body, which alone knows of the dark scheme: a picture to keep is for paper.
    const host = create("div", "");
    host.hidden = true;
    host.append(copy);
    document.documentElement.append(host);
    for (const shape of copy.querySelectorAll(SHAPES)) {
      const look = getComputedStyle(shape);
      const names = shape.localName === "text" ? ["fill", "font-family"] : ["fill", "stroke", "stroke-width"];
      for (const name of names) shape.setAttribute(name, look.getPropertyValue(name));
    }
    paper.removeAttribute("style");
    host.remove();
    return new XMLSerializer().serializeToString(copy);
  }

  function downloads(name, svg) {
    const asSvg = () => save(new Blob([drawing(svg)], { type: "image/svg+xml" }), `${name}.svg`);
    const asPng = () => {
      const image = new Image();
      image.addEventListener("load", () => {
        const scale = Math.min(2, Math.sqrt(DOTS_IN_CANVAS / (image.width * image.height)));
        const canvas = document.createElement("canvas");
        canvas.width = Math.floor(image.width * scale);
        canvas.height = Math.floor(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
      });
      // All within one address: a picture from a file or a blob would keep the canvas from being read.
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing(svg))}`;
    };
    return [
      button("↓ PNG", words.chart_download.replace("{format}", "PNG"), asPng),
      button("↓ SVG", words.chart_download.replace("{format}", "SVG"), asSvg),
    ];
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function start() {
    document.querySelectorAll(".hb-flow").forEach(equip);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
