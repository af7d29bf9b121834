// The drop zone: sends each file to the server as a stream, shows how far it is, and has the files of one drop
// imported together. What is being sent belongs to the window, not to this mount: another screen does not stop it.

const AT_ONCE = 2;
const shared = (window.__funnelDrop ??= { items: [], draw: () => {}, data: null, tell: () => {} });

const unit = (value, name) =>
  new Intl.NumberFormat(shared.data.language, {
    style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: value < 10 && name !== "second" ? 1 : 0,
  }).format(value);
const size = (bytes) => {
  const steps = [["gigabyte", 1e9], ["megabyte", 1e6], ["kilobyte", 1e3]];
  const [name, one] = steps.find(([, least]) => bytes >= least) ?? ["byte", 1];
  return unit(bytes / one, name);
};
const left = (seconds) => (seconds < 90 ? unit(Math.max(1, Math.round(seconds)), "second") : unit(seconds / 60, "minute"));
const filled = (text, name) => text.replace("{name}", name);
const busy = () => shared.items.some((item) => item.state === "queued" || item.state === "sending");

const asked = (method, address, body) =>
  fetch(address, { method, body, headers: { "x-funnel-ticket": shared.data.ticket } });

const settle = (item, state, problem = "") => {
  Object.assign(item, { state, problem, request: null });
  next();
  finished(item.batch);
  shared.draw();
};

const send = (item) => {
  const request = new XMLHttpRequest();
  const began = performance.now();
  Object.assign(item, { request, state: "sending", share: 0, left: null });
  request.open("PUT", `${shared.data.address}?name=${encodeURIComponent(item.file.name)}&written=${item.file.lastModified}`);
  request.setRequestHeader("x-funnel-ticket", shared.data.ticket);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable || !event.loaded) return;
    item.share = event.loaded / event.total;
    const seconds = (performance.now() - began) / 1000;
    item.left = seconds > 1 ? (seconds * (1 - item.share)) / item.share : null;
    shared.draw();
  };
  request.onload = () => {
    let told = {};
    try { told = JSON.parse(request.responseText); } catch { /* a proxy answered with a page of its own */ }
    if (request.status === 200 && told.token) {
      item.token = told.token;
      settle(item, "sent");
    } else settle(item, "failed", told.problem ?? (request.status === 413 ? "too_big" : "broken"));
  };
  request.onerror = () => settle(item, "failed", "broken");
  request.onabort = () => settle(item, "cancelled");
  request.send(item.file);
};

const next = () => {
  const sending = shared.items.filter((item) => item.state === "sending").length;
  shared.items.filter((item) => item.state === "queued").slice(0, AT_ONCE - sending).forEach(send);
};

const finished = async (batch) => {
  const items = shared.items.filter((item) => item.batch === batch);
  if (items.some((item) => item.state === "queued" || item.state === "sending")) return;
  const sent = items.filter((item) => item.state === "sent");
  shared.items = shared.items.filter((item) => item.batch !== batch || item.state === "failed" || item.state === "sent");
  if (!sent.length) return;
  sent.forEach((item) => { item.state = "begun"; });
  let answer = null;
  try {
    answer = await asked("POST", shared.data.address, JSON.stringify({ tokens: sent.map((item) => item.token) }));
  } catch { /* the server has gone: said below */ }
  if (answer?.ok) shared.items = shared.items.filter((item) => !sent.includes(item));
  else sent.forEach((item) => Object.assign(item, { state: "failed", problem: answer?.status === 403 ? "not_ours" : "broken" }));
  shared.draw();
  shared.tell();
};

const cancel = (item) => {
  if (item.state === "sending") item.request.abort();
  else {
    if (item.token) asked("DELETE", `${shared.data.address}/${item.token}`).catch(() => {});
    const waited = item.state === "queued";
    shared.items = shared.items.filter((each) => each !== item);
    if (waited) finished(item.batch);
    shared.draw();
  }
};

const add = (files) => {
  const batch = Symbol("batch");
  for (const file of files) {
    const problem = file.size > shared.data.most_bytes ? "too_big" : file.size ? "" : "empty";
    shared.items.push({ file, batch, state: problem ? "failed" : "queued", problem, share: 0, left: null });
  }
  next();
  finished(batch);
  shared.draw();
};

const inside = async (entry) => {
  if (entry.isFile) return entry.name.startsWith(".") ? [] : [await new Promise((ok, no) => entry.file(ok, no))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((ok, no) => reader.readEntries(ok, no));
    if (!some.length) return found;
    for (const each of some) found.push(...(await inside(each)));
  }
};

const dropped = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return add([...transfer.files]);
  const files = [];
  for (const entry of entries) files.push(...(await inside(entry)));
  add(files);
};

const node = (tag, name, ...children) => {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
};

const line = (item) => {
  if (item.line) return item.line;
  const [name, state, bar] = [node("span", "name"), node("span", "state"), node("progress", "bar")];
  const stop = node("button", "stop");
  stop.type = "button";
  stop.onclick = () => cancel(item);
  name.textContent = item.file.name;
  bar.max = 1;
  item.line = node("li", "file", name, state, stop, bar);
  Object.assign(item.line, { state, bar, stop });
  return item.line;
};

const described = (item) => {
  const words = shared.data.words;
  if (item.state === "failed") return words.problems[item.problem] ?? words.problems.broken;
  if (item.state === "queued") return `${size(item.file.size)} · ${words.queued}`;
  const percent = new Intl.NumberFormat(shared.data.language, { style: "percent" }).format(item.share);
  const rest = item.left === null ? "" : ` · ${words.left} ${left(item.left)}`;
  return `${percent} · ${size(item.file.size)}${rest}`;
};

const redrawn = (item) => {
  const words = shared.data.words;
  const shown = line(item);
  const failed = item.state === "failed";
  shown.className = failed ? "file failed" : "file";
  shown.state.textContent = described(item);
  shown.bar.hidden = failed;
  shown.bar.value = item.share;
  shown.bar.setAttribute("aria-label", filled(words.progress_of, item.file.name));
  shown.stop.textContent = failed ? words.dismiss : words.cancel;
  shown.stop.setAttribute("aria-label", filled(failed ? words.dismiss_name : words.cancel_name, item.file.name));
  return shown;
};

const announced = () => {
  const words = shared.data.words;
  const failed = shared.items.filter((item) => item.state === "failed");
  if (failed.length) return failed.map((item) => `${item.file.name}: ${described(item)}`).join(" ");
  return busy() ? words.sending : "";
};

window.addEventListener("beforeunload", (event) => { if (busy()) event.preventDefault(); });

export default function ({ data, parentElement, setTriggerValue }) {
  const find = (name) => parentElement.querySelector(name);
  const [zone, choose, input, files, said] = [".zone", ".choose", "input", ".files", ".said"].map(find);
  if (!zone) return undefined;
  shared.data = data;
  shared.tell = () => setTriggerValue("began", Date.now());
  find(".lead").textContent = data.words.lead;
  find(".hint").textContent = data.words.hint;
  choose.textContent = data.words.choose;
  choose.hidden = false;
  input.setAttribute("aria-label", data.words.choose);
  choose.onclick = () => input.click();
  const taken = () => { add([...input.files]); input.value = ""; };
  input.onchange = taken;
  if (input.files.length) taken(); // chosen before this script had run
  zone.ondragover = (event) => { event.preventDefault(); zone.classList.add("over"); };
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    dropped(event.dataTransfer);
  };
  const draw = () => {
    files.replaceChildren(...shared.items.filter((item) => item.state !== "cancelled").map(redrawn));
    const now = announced();
    if (said.textContent !== now) said.textContent = now;
  };
  shared.draw = draw;
  draw();
  return () => {
    if (shared.draw === draw) Object.assign(shared, { draw: () => {}, tell: () => {} });
  };
}
