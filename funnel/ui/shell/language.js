// Puts Streamlit's own English strings into the reader's language, in place, as they appear.
// The language is the `lang` of the address, else the cookie of the last visit. Calendars follow the browser's own
// language, so that one is answered in the reader's language too.
// It also tells the server whether the window is as narrow as a phone, for figures are drawn to fit there, and
// Streamlit where its server is: it would look for it under the address of the screen first and be told 404.
(() => {
  "use strict";
  window.__streamlit = { BACKEND_BASE_URL: document.currentScript.src.replace(/\/house\/language\.js.*$/, "") };
  const tables = /*TABLES*/{};
  const attributes = ["aria-label", "title", "placeholder", "data-title", "alt"];
  const english = new WeakMap();
  const locales = { en: "en-GB", ru: "ru-RU", pl: "pl-PL" };
  let language = "en";
  Object.defineProperty(navigator, "language", { get: () => locales[language], configurable: true });
  Object.defineProperty(navigator, "languages", { get: () => [locales[language]], configurable: true });

  const asked = () => {
    const told = new URLSearchParams(location.search).get("lang");
    const kept = (document.cookie.match(/(?:^|; )funnel_language=(\w\w)/) || [])[1];
    return [told, kept].find((code) => code === "en" || code in tables) || "en";
  };

  const day = (text) => {
    const found = new Date(text);
    const long = { day: "numeric", month: "long", year: "numeric" };
    return isNaN(found) ? text : found.toLocaleDateString(language, long);
  };

  const said = (text) => {
    const table = tables[language];
    if (!table) return text;
    const bare = text.trim();
    if (bare in table) return text.replace(bare, table[bare]);
    const chosen = bare.match(/^(Selected Date): (.+)$/);
    if (chosen && chosen[1] in table) return `${table[chosen[1]]}: ${day(chosen[2])}`;
    const size = bare.match(/^(\d+)\s?([MG]B) (per file)$/);
    if (size && size[3] in table) return `${size[1]} ${table[size[2]]} ${table[size[3]]}`;
    const head = bare.match(/^([^:]+)(: .+)$/) || bare.match(/^(Made with Streamlit v)(.+)$/);
    if (head && head[1].trim() in table) return table[head[1].trim()] + head[2];
    return text;
  };

  const put = (holder, key, now, write) => {
    const known = english.get(holder) || {};
    const source = known[key] && known[key].shown === now ? known[key].source : now;
    const wanted = said(source);
    if (wanted !== now) {
      known[key] = { source, shown: wanted };
      english.set(holder, known);
      write(wanted);
    }
  };

  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (parent && !/^(SCRIPT|STYLE|TEXTAREA)$/.test(parent.tagName) && node.data.length < 120)
        put(node, "text", node.data, (text) => { node.data = text; });
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of attributes)
      if (node.hasAttribute(name))
        put(node, name, node.getAttribute(name), (text) => node.setAttribute(name, text));
    for (const child of node.childNodes) visit(child);
  };

  const small = matchMedia("(max-width: 640px)");
  const tellWidth = () => {
    document.cookie = `funnel_narrow=${small.matches ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
  };
  tellWidth();
  small.addEventListener("change", tellWidth);

  const settle = () => {
    const now = asked();
    if (now === language && document.documentElement.lang === now) return false;
    language = now;
    document.documentElement.lang = now;
    document.cookie = `funnel_language=${now}; path=/; max-age=31536000; samesite=lax`;
    window.dispatchEvent(new Event("languagechange"));
    return true;
  };

  const start = () => {
    visit(document.body);
    new MutationObserver((changes) => {
      if (settle()) return visit(document.body);
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(visit);
        else visit(change.target);
      }
    }).observe(document.body, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes,
    });
  };

  settle();
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
