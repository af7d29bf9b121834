// Texts of the page that do not fit their place: cut off, spilling out of their card, or lying on one another.
() => {
  const found = [];
  const told = (what, element) =>
    found.push(`${what}: ${(element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60)}`);
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const page = document.querySelector("[data-testid=stMain]") || document.body;
  if (document.documentElement.scrollWidth > innerWidth + 1 || page.scrollWidth > page.clientWidth + 1)
    found.push(`the page scrolls sideways by ${page.scrollWidth - page.clientWidth}`);
  for (const corner of document.querySelectorAll(".st-key-filters .st-key-corner")) {
    const place = corner.getBoundingClientRect();
    const row = corner.closest(".st-key-filters").getBoundingClientRect();
    if (place.height > 40 && place.width < row.width - 2) told("squeezed beside the filters", corner);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || !element || element.closest("script, style, noscript, svg, canvas, [aria-hidden=true], .material-icons, [data-testid=stIconMaterial], [data-testid=stDataFrame], [data-testid=stTooltipContent], .sr-only, .visually-hidden") || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width <= 2 || box.height <= 2) continue;
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      const place = around.getBoundingClientRect();
      const scrolls = ["auto", "scroll"].includes(style.overflowX);
      if (scrolls) break;
      if (place.width > 2 && ["hidden", "clip"].includes(style.overflowX) && box.right > place.right + 2) {
        told("cut off", element);
        break;
      }
      const card = String(around.className).includes("st-key-card");
      if (card && (box.right > place.right + 2 || box.left < place.left - 2)) {
        told("out of its card", element);
        break;
      }
    }
  }
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    const frame = plot.getBoundingClientRect();
    const boxes = [];
    for (const text of plot.querySelectorAll("svg text")) {
      if (text.textContent.trim().length < 2 || !shown(text)) continue;
      const box = text.getBoundingClientRect();
      if (box.width < 2) continue;
      if (box.left < frame.left - 3 || box.right > frame.right + 3) told("out of its figure", text);
      const area = (a, b) =>
        Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
        Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
      for (const [other, seen] of boxes)
        if (area(box, seen) > 0.25 * Math.min(box.width * box.height, seen.width * seen.height))
          told(`lies on “${other.textContent.trim().slice(0, 30)}”`, text);
      boxes.push([text, box]);
    }
  }
  return [...new Set(found)];
}
