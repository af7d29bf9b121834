// Figures of the page without a sentence for who cannot see them, or without their table in the same card.
() => {
  const found = [];
  for (const plot of document.querySelectorAll("[data-testid=stPlotlyChart]")) {
    const named = plot.closest("[aria-label]") || plot.querySelector("[aria-label]");
    const told = named ? named.getAttribute("aria-label").trim() : "";
    const card = plot.closest("[class*=st-key-card]");
    const name = card ? card.className.match(/st-key-card[\w-]*/)[0] : "a figure";
    if (told.length < 15) found.push(`${name} says nothing in words: “${told}”`);
    const twin = card && card.querySelector("[data-testid=stDataFrame], [class*=st-key-twin-]");
    if (!twin) found.push(`${name} has no table`);
  }
  return found;
}
