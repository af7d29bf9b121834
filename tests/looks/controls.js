// Numbers every control of the page that can be used now; gives their names. Groups walked by arrows count as one.
() => {
  const controls = "a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=radio], " +
    "[role=checkbox], [role=switch], [role=combobox], [role=slider], .modebar-btn, .card";
  const groups = "[role=radiogroup], [role=tablist], [role=toolbar], [role=listbox], [role=grid], [data-testid=stSelectbox], [data-testid=stNumberInput]";
  const names = [];
  for (const one of document.querySelectorAll(controls)) {
    const place = one.getBoundingClientRect();
    const shown = one.checkVisibility({ visibilityProperty: true }) && place.width > 1 && place.height > 1;
    if (!shown || one.disabled || one.closest("[aria-hidden=true], [inert]") || one.type === "hidden") continue;
    const group = one.closest(groups) || one;
    if (!group.dataset.number) {
      group.dataset.number = names.length;
      names.push(`${group.tagName.toLowerCase()} ${group.getAttribute("data-testid") || group.className || ""} “${
        (group.getAttribute("aria-label") || group.textContent || group.title || "").trim().slice(0, 50)}”`);
    }
  }
  return names;
}
