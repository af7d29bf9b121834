// Arrow keys turn the slides, unless the reader is typing or working a widget that uses them itself.
const TYPED_IN = "input, textarea, select, [contenteditable], [role=slider], [role=listbox], [role=grid], canvas";

export default function ({ parentElement, setTriggerValue }) {
  const turned = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 }[event.key];
    if (!step || event.target.closest?.(TYPED_IN)) return;
    event.preventDefault();
    setTriggerValue("turned", step);
  };
  document.addEventListener("keydown", turned);
  parentElement.querySelector("span").dataset.listens = "";
  return () => document.removeEventListener("keydown", turned);
}
