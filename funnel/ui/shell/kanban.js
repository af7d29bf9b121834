// The board: cards in columns, moved by pointer or keys. What it draws always comes from the server; a move is shown at
// once and then redrawn from what was really kept. Every text is set as text, never as markup.

const STARTS_AFTER = 6;
const HELD_FOR = 350;
const EDGE = 48;
const PATIENCE = 20000;
const boards = new WeakMap();

const node = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
};
const keyed = (each, name) => new Map(each.map((one) => [one[name], one]));
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

class Board {
  constructor(root) {
    this.root = root;
    this.cards = new Map();
    this.lists = new Map();
    this.focused = null;
    this.drag = null;
    this.waiting = null;
    this.moves = [];
    const [columns, said] = [".columns", ".said"].map((name) => root.querySelector(name));
    Object.assign(this, { columns, said });
    columns.addEventListener("keydown", (event) => this.key(event));
    columns.addEventListener("click", (event) => this.click(event));
    columns.addEventListener("pointerdown", (event) => this.down(event));
    columns.addEventListener("pointermove", (event) => this.move(event));
    columns.addEventListener("pointerup", (event) => this.up(event));
    columns.addEventListener("pointercancel", () => this.let_go());
    columns.addEventListener("touchmove", (event) => { if (this.drag?.ghost) event.preventDefault(); }, { passive: false });
    columns.addEventListener("contextmenu", (event) => { if (this.drag) event.preventDefault(); });
    columns.addEventListener("focusin", (event) => {
      const card = event.target.closest(".card");
      if (card) this.roving(card);
    });
  }

  show(data, tell) {
    this.tell = tell;
    if (data.whole) {
      this.whole = { number: data.whole, frame: data.frame, columns: keyed(data.columns, "stage"), faces: keyed(data.faces, "id") };
    } else if (this.whole?.number !== data.since) {
      tell("lost", { at: Date.now() }); // this root never saw the whole that these changes are counted from
      return;
    }
    this.answered(data.answered);
    if (this.drag?.ghost) { this.waiting = data; return; }
    this.draw(data);
  }

  draw(data) {
    const { frame, columns, faces } = this.whole;
    const changed = { columns: keyed(data.columns, "stage"), faces: keyed(data.faces, "id") };
    this.now = [...columns.values()].map((column) => changed.columns.get(column.stage) ?? column);
    this.words = frame.words;
    this.fixed = frame.fixed; // who may only look opens cards and moves none
    this.root.classList.toggle("fixed", frame.fixed);
    this.root.querySelector(".help").textContent = frame.words.help;
    for (const [group, colour] of Object.entries(frame.colours)) this.root.style.setProperty(`--group-${group}`, colour);
    const focus = this.active();
    const held = new Set();
    for (const column of this.now) {
      for (const id of column.ids) { held.add(id); this.card(changed.faces.get(id) ?? faces.get(id)); }
    }
    this.now.forEach((column) => this.column(column));
    for (const [id, card] of this.cards) if (!held.has(id)) { card.remove(); this.cards.delete(id); }
    this.moves = this.moves.filter((move) => held.has(move.id));
    for (const move of this.moves) this.put(this.cards.get(move.id), move.to, this.cards.get(move.below) ?? null);
    const first = this.cards.get(this.focused) ?? this.columns.querySelector(".card");
    if (first) this.roving(first);
    // Without a card to step to, the board itself takes the keys that scroll it.
    if (first) this.columns.removeAttribute("tabindex"); else this.columns.tabIndex = 0;
    if (focus) this.cards.get(focus)?.focus({ preventScroll: true });
    this.root.dataset.change = data.change;
    this.send();
  }

  // Moves are told one after the other: the second of a card needs the revision that the first one made.
  send() {
    const [move] = this.moves;
    this.root.dataset.moves = this.moves.length;
    if (!move || move.at) return;
    move.at = Date.now();
    const { id, from, to, above, below, at } = move;
    this.tell("moved", { id, from, to, above, below, at, rev: this.cards.get(id).face.rev });
    move.timer = setTimeout(() => { if (this.moves[0] === move) this.tell("lost", { at: Date.now() }); this.moves = []; }, PATIENCE);
  }

  answered(answer) {
    const [move] = this.moves;
    if (!move?.at || answer?.move !== move.at) return;
    clearTimeout(move.timer);
    this.moves = answer.kept ? this.moves.slice(1) : []; // what came after a refused move was meant for another board
  }

  column(column) {
    if (!this.lists.has(column.stage)) {
      const section = node("section", "column");
      const head = node("h2", "head");
      const list = node("div", "list");
      list.setAttribute("role", "list");
      list.dataset.stage = column.stage;
      Object.assign(section, { head, list, total: node("p", "total"), range: node("p", "range"), empty: node("p", "empty") });
      section.append(head, section.total, section.range, section.empty, list);
      this.columns.append(section);
      this.lists.set(column.stage, section);
    }
    const section = this.lists.get(column.stage);
    section.setAttribute("aria-label", column.title);
    section.list.setAttribute("aria-label", column.title);
    section.head.replaceChildren(column.title, node("span", "count", column.count));
    section.total.textContent = column.total;
    section.range.textContent = column.range;
    section.empty.textContent = column.ids.length ? "" : this.words.empty;
    let at = section.list.firstChild;
    for (const id of column.ids) {
      const card = this.cards.get(id);
      if (card.dataset.stage !== column.stage) card.dataset.stage = column.stage;
      if (card === at) at = at.nextSibling;
      else section.list.insertBefore(card, at);
    }
  }

  card(face) {
    let card = this.cards.get(face.id);
    if (card?.face === face) return;
    const text = JSON.stringify(face);
    if (card?.text === text) return;
    if (!card) {
      card = node("div", "card");
      card.tabIndex = -1;
      card.setAttribute("role", "listitem");
      this.cards.set(face.id, card);
    }
    Object.assign(card, { text, face });
    card.dataset.id = face.id;
    card.dataset.group = face.group;
    card.style.setProperty("--group", face.group ? `var(--group-${face.group})` : "var(--st-border-color)");
    const money = node("p", "money", face.money);
    if (face.range) money.append(node("span", "between", face.range));
    card.replaceChildren(node("p", "tag", face.tag), node("p", "title", face.title), money, node("p", "quiet", face.quiet));
    if (face.hand) card.append(node("p", "hand", face.hand));
    card.setAttribute("aria-label", face.spoken);
  }

  roving(card) {
    const before = this.cards.get(this.focused);
    if (before) before.tabIndex = -1;
    card.tabIndex = 0;
    this.focused = Number(card.dataset.id);
  }

  active() {
    const now = this.root.getRootNode().activeElement?.closest?.(".card");
    return now ? Number(now.dataset.id) : null;
  }

  stages() { return [...this.lists.keys()]; }
  inside(stage) { return [...this.lists.get(stage).list.querySelectorAll(".card")]; }

  key(event) {
    const card = event.target.closest(".card");
    if (event.key === "Escape" && this.drag) { this.let_go(); return; }
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.open(card); return; }
    const [across, along] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (!across && !along) return;
    event.preventDefault();
    if (!event.shiftKey) this.step(card, across, along);
    else if (!this.fixed) this.carry(card, across, along);
  }

  step(card, across, along) {
    const stages = this.stages();
    const stage = card.dataset.stage;
    const place = this.inside(stage).indexOf(card);
    let to = this.inside(stage)[place + along];
    for (let at = stages.indexOf(stage) + across; across && at >= 0 && at < stages.length; at += across) {
      const there = this.inside(stages[at]);
      to = there[Math.min(place, there.length - 1)];
      if (to) break;
    }
    if (to && to !== card) { to.focus(); to.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }

  carry(card, across, along) {
    const stages = this.stages();
    const from = card.dataset.stage;
    const to = stages[stages.indexOf(from) + across];
    const place = this.inside(from).indexOf(card);
    if (!to) { this.say(this.words.no_further); return; }
    if (across) this.drop(card, to, 0);
    else if (place + along >= 0 && place + along < this.inside(from).length) this.drop(card, from, place + along);
    else this.say(this.words.no_further);
  }

  click(event) {
    const card = event.target.closest(".card");
    if (card && !this.dragged) this.open(card);
    this.dragged = false;
  }

  open(card) { this.tell("opened", { id: card.face.id, at: Date.now() }); }

  down(event) {
    const card = event.target.closest(".card");
    if (!card || event.button !== 0 || this.drag || this.fixed) return;
    this.dragged = false;
    const drag = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
    this.drag = drag;
    if (drag.touch) drag.timer = setTimeout(() => { if (this.drag === drag) this.lift(drag); }, HELD_FOR);
  }

  move(event) {
    const drag = this.drag;
    if (!drag || drag.pointer !== event.pointerId) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > STARTS_AFTER;
    if (!drag.ghost && far) {
      if (drag.touch) { this.let_go(); return; } // a finger that moves at once scrolls
      this.lift(drag);
    }
    if (drag.ghost) this.over(drag, event.clientX, event.clientY);
  }

  lift(drag) {
    const box = drag.card.getBoundingClientRect();
    Object.assign(drag, { ghost: drag.card.cloneNode(true), slot: node("div", "slot"), dx: drag.x - box.left, dy: drag.y - box.top });
    drag.ghost.classList.add("ghost");
    drag.ghost.style.width = `${box.width}px`;
    drag.ghost.setAttribute("aria-hidden", "true");
    drag.slot.style.height = `${box.height}px`;
    this.root.append(drag.ghost);
    drag.card.classList.add("lifted");
    this.columns.setPointerCapture(drag.pointer);
    this.over(drag, drag.x, drag.y);
  }

  over(drag, x, y) {
    drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px)`;
    const frame = this.columns.getBoundingClientRect();
    if (x < frame.left + EDGE) this.columns.scrollLeft -= 12;
    if (x > frame.right - EDGE) this.columns.scrollLeft += 12;
    const section = [...this.lists.values()].find((each) => {
      const box = each.getBoundingClientRect();
      return x >= box.left && x <= box.right;
    });
    if (!section) return;
    const box = section.list.getBoundingClientRect();
    if (y < box.top + EDGE / 2) section.list.scrollTop -= 12;
    if (y > box.bottom - EDGE / 2) section.list.scrollTop += 12;
    const below = this.below(section.list, y);
    if (drag.slot.parentNode !== section.list || drag.slot.nextSibling !== below) section.list.insertBefore(drag.slot, below);
    drag.to = section.list.dataset.stage;
  }

  below(list, y) {
    const cards = [...list.querySelectorAll(".card:not(.lifted)")];
    let [low, high] = [0, cards.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = cards[middle].getBoundingClientRect();
      if (y < box.top + box.height / 2) high = middle;
      else low = middle + 1;
    }
    return cards[low] ?? null;
  }

  up(event) {
    const drag = this.drag;
    if (!drag || drag.pointer !== event.pointerId) return;
    if (!drag.ghost) { this.let_go(); return; }
    const others = [...this.lists.get(drag.to).list.children].filter((each) => each !== drag.card);
    const pos = others.indexOf(drag.slot);
    const { card, to } = drag;
    this.let_go();
    this.dragged = true;
    this.drop(card, to, pos);
  }

  let_go() {
    const drag = this.drag;
    this.drag = null;
    if (!drag) return;
    clearTimeout(drag.timer);
    drag.ghost?.remove();
    drag.slot?.remove();
    drag.card.classList.remove("lifted");
    if (this.waiting) { const data = this.waiting; this.waiting = null; this.draw(data); }
  }

  drop(card, to, pos) {
    const from = card.dataset.stage;
    const others = this.inside(to).filter((each) => each !== card);
    if (from === to && this.inside(to).indexOf(card) === pos) return;
    const [above, below] = [others[pos - 1], others[pos]];
    this.put(card, to, below ?? null);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    const title = this.now.find((each) => each.stage === to).title;
    this.say(filled(this.words.moved, { title: card.face.title, column: title }));
    this.moves.push({ id: card.face.id, from, to, above: above?.face.id ?? null, below: below?.face.id ?? null });
    this.send();
  }

  put(card, to, below) {
    this.lists.get(to).list.insertBefore(card, below);
    card.dataset.stage = to;
  }

  say(text) { this.said.textContent = ""; requestAnimationFrame(() => { this.said.textContent = text; }); }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".board");
  if (!root) return;
  if (!boards.has(root)) boards.set(root, new Board(root));
  boards.get(root).show(data, setTriggerValue);
}
