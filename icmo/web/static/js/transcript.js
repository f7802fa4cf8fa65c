// The page where the day is spent: what each key and gesture does, and keeping in step with others.

import { call, pageData, words } from "./api.js";
import { Card, setAside } from "./card.js";
import { Codes } from "./codes.js";
import { Cursor } from "./cursor.js";
import { Line } from "./line.js";
import { Marks } from "./marks.js";
import { Memos } from "./memo.js";
import { Painter } from "./paint.js";
import { Suggestions } from "./suggestions.js";
import { Text } from "./text.js";

const POLL = 3000;
const ROLES = "ICKMO";

class Page {
  constructor() {
    this.data = pageData();
    this.root = document.getElementById("text");
    this.text = new Text(this.root);
    this.marks = new Marks(this.text, this.data);
    this.codes = new Codes(document.getElementById("panel-codes"), this.data, {
      apply: (id) => this.code([id]),
      drop: (id) => this.code([id]),
      pinned: (pins) => this.tried(() => call("PUT", "/preferences", { pins })),
    });
    this.painter = new Painter(this.text, this.marks, this.codes.byId, { title: (mark) => this.title(mark), coder: this.data.coder });
    this.line = new Line(document.getElementById("line"), { codes: this.codes, undo: () => this.undo(), define: (id) => this.codes.define(id) });
    this.line.onClose = () => this.root.focus({ preventScroll: true });
    this.cursor = new Cursor(this.text, this.marks, this.painter, () => this.tell());
    const go = (place) => this.go(place);
    const say = (...args) => this.line.say(...args);
    const done = (message) => (this.refreshPanels(), this.line.say(message, { undo: true }), this.announce());
    const quote = ({ start, end }) => this.text.quote(start, end);
    this.suggestions = new Suggestions(document.getElementById("panel-suggestions"), { marks: this.marks, codes: this.codes, go, decide: (one, verdict) => this.decide(one, verdict), reason: (spans) => this.painter.show("reason", spans) });
    this.card = new Card(document.getElementById("panel-configurations"), { marks: this.marks, codes: this.codes, data: this.data, quote, go, saved: done, say });
    this.memos = new Memos(document.getElementById("panel-memos"), { marks: this.marks, guid: this.data.guid, kinds: this.data.memoKinds, quote, label: (id) => this.codes.get(id).label, go, done, say });
    this.card.onClose = this.memos.onClose = () => this.root.focus({ preventScroll: true });
    this.channel = new BroadcastChannel(`icmo-${location.host}`);
    this.own = new Set(); // entries of the log that this page has made, and shows already
    this.shortcuts = this.data.preferences.shortcuts ?? true;
    this.listen();
    this.cursor.start();
    this.refreshPanels();
    this.fromAddress();
    requestAnimationFrame(() => requestAnimationFrame(() => this.painted()));
  }

  painted() {
    document.documentElement.dataset.painted = "true";
    this.showProgress();
  }

  /** How far each transcript is, which takes the server longer than the text and so comes after it. */
  async showProgress() {
    for (const one of await call("GET", "/transcripts")) {
      const number = document.querySelector(`[data-progress="${one.guid}"] .n`);
      if (number) number.textContent = one.percent;
    }
  }

  // --- Listening ----------------------------------------------------------------------------------------

  listen() {
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("mouseup", (event) => setTimeout(() => this.pointed(event)));
    this.root.addEventListener("dragstart", (event) => this.drag(event));
    this.root.addEventListener("dragover", (event) => event.dataTransfer.types.includes("text/icmo-code") && event.preventDefault());
    this.root.addEventListener("drop", (event) => this.dropped(event));
    for (const tab of document.querySelectorAll("[role=tab]")) tab.addEventListener("click", () => this.openTab(tab.dataset.tab));
    document.querySelector("[role=tablist]").addEventListener("keydown", (event) => this.tabKey(event));
    document.getElementById("shortcuts").addEventListener("change", (event) => this.switchShortcuts(event.target.checked));
    document.getElementById("shortcuts").checked = this.shortcuts;
    this.channel.addEventListener("message", () => this.look());
    addEventListener("focus", () => this.look());
    addEventListener("hashchange", () => this.fromAddress());
    setInterval(() => document.visibilityState === "visible" && this.look(), POLL);
  }

  /** The letters of an open card come first, then the keys of the text. */
  key(event) {
    if (event.altKey) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) {
      if (name === "z") this.run(event, event.shiftKey ? () => this.redo() : () => this.undo());
      else if (name === "y") this.run(event, () => this.redo());
      else if (name === "Enter" && this.card.open) this.run(event, () => this.card.save());
      return;
    }
    if (this.cursor.edge && this.edgeKey(event)) return;
    const moves = {
      ArrowDown: () => this.cursor.sentence(1, { extend: event.shiftKey }),
      ArrowUp: () => this.cursor.sentence(-1, { extend: event.shiftKey }),
      Escape: () => this.cursor.letGo(),
      Delete: () => this.remove(),
    };
    if (name in moves) return this.run(event, moves[name]);
    if (!this.shortcuts) return;
    const digit = event.code.match(/^(?:Digit|Numpad)([1-9])$/);
    if (digit && !event.shiftKey) return this.run(event, () => this.pinned(Number(digit[1])));
    const role = ROLES.includes(name.toUpperCase()) && name.toUpperCase();
    if (this.card.open && role && this.cursor.picked && this.marks.codings.has(this.cursor.picked.guid)) {
      return this.run(event, () => this.card.put(this.cursor.picked, role));
    }
    const act = this.actions()[event.shiftKey ? `shift+${name}` : name];
    if (act) this.run(event, act);
  }

  actions() {
    return {
      j: () => this.cursor.turn(1),
      k: () => this.cursor.turn(-1),
      ".": () => this.cursor.coding(1),
      ",": () => this.cursor.coding(-1),
      o: () => this.cursor.overlap(),
      c: () => this.search(),
      q: () => this.again(),
      v: () => this.inVivo(),
      e: () => this.cursor.chooseEdge(),
      m: () => this.memo(),
      g: () => this.configure(),
      n: () => this.nextSuggestion(),
      a: () => this.decide(this.suggestion(), "accept"),
      x: () => this.decide(this.suggestion(), "reject"),
      " ": () => this.decide(this.suggestion(), "skip"),
      u: () => this.undo(),
      "shift+u": () => this.redo(),
      "?": () => location.assign("/help"),
      "shift+?": () => location.assign("/help"),
    };
  }

  run(event, act) {
    event.preventDefault();
    act();
  }

  edgeKey(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction) this.run(event, () => this.cursor.moveEdge(direction, event.shiftKey ? "character" : "word"));
    else if (event.key === "Enter") this.run(event, () => this.saveEdge());
    else return false;
    return true;
  }

  pointed(event) {
    const stripe = event.target.closest(".stripe");
    const mark = stripe && (this.marks.codings.get(stripe.dataset.mark) ?? this.marks.suggestions.get(stripe.dataset.mark));
    if (mark) return this.cursor.to(mark, { pick: mark, scroll: false });
    const selected = this.text.selected();
    if (selected) return this.cursor.to(selected, { scroll: false });
    const offset = this.text.under(event.clientX, event.clientY);
    if (offset !== null) this.cursor.to(this.text.sentenceAt(offset), { scroll: false });
  }

  drag(event) {
    const stripe = event.target.closest?.(".stripe");
    if (stripe) event.dataTransfer.setData("text/icmo-mark", stripe.dataset.mark);
    else if (this.text.selected()) event.dataTransfer.setData("text/icmo-span", "selection");
  }

  dropped(event) {
    const code = event.dataTransfer.getData("text/icmo-code");
    if (!code) return;
    event.preventDefault();
    const selected = this.text.selected();
    const offset = this.text.under(event.clientX, event.clientY);
    if (!selected && offset !== null) this.cursor.to(this.text.sentenceAt(offset), { scroll: false });
    this.code([code]);
  }

  // --- Coding -------------------------------------------------------------------------------------------

  async code(codes, span = this.cursor.target) {
    if (!span) return this.line.say(words("selectFirst"), { fault: true });
    const made = await this.tried(() => call("POST", "/codings", { transcript: this.data.guid, start: span.start, end: span.end, codes }));
    if (!made) return;
    const fresh = made.filter((one) => !this.marks.codings.has(one.guid));
    for (const one of fresh) this.own.add(`insert ${one.guid}`);
    for (const one of fresh) this.codes.used(one.code);
    this.cursor.span = { start: made[0].start, end: made[0].end };
    this.repaint(made.flatMap((one) => this.marks.add(one)));
    this.cursor.paint();
    this.announcePainted(made[0].guid);
    const names = made.map((one) => this.codes.get(one.code).label).join(", ");
    this.line.say(words(fresh.length ? "coded" : "codedBefore", { codes: names }), { undo: fresh.length > 0 });
    this.announce();
  }

  pinned(digit) {
    const code = this.codes.onDigit(digit);
    if (code) this.code([code]);
    else this.line.say(words("noPin", { digit }));
  }

  again() {
    if (this.codes.recent[0]) this.code([this.codes.recent[0]]);
  }

  search() {
    const span = this.cursor.target;
    this.line.ask(words("searchCode"), (id) => this.code([id], span));
  }

  inVivo() {
    const span = this.text.selected() ?? this.cursor.span;
    if (!span) return;
    const dialog = document.getElementById("in-vivo");
    const form = dialog.querySelector("form");
    form.elements.label.value = this.text.quote(span.start, span.end).slice(0, 60);
    form.onsubmit = async (event) => {
      event.preventDefault();
      dialog.close();
      const code = await this.tried(() => call("POST", "/codebook/codes", { label_da: form.elements.label.value, kind: form.elements.kind.value }));
      if (!code) return;
      this.codes.byId.set(code.id, code);
      await this.code([code.id], span);
      this.line.say(words("codeMade", { code: code.label }), { undo: true });
    };
    dialog.addEventListener("close", () => this.root.focus({ preventScroll: true }), { once: true });
    dialog.showModal();
    form.elements.label.select();
  }

  async saveEdge() {
    const { picked } = this.cursor;
    const moved = this.cursor.takeMoved();
    if (!moved) return this.cursor.paint();
    if (!picked) return this.cursor.to(moved, { select: true });
    if (this.marks.isSuggestion(picked)) return this.decide(picked, "accept", moved);
    const changed = await this.change(picked, moved);
    if (changed) this.line.say(words("resized"), { undo: true });
  }

  async change(coding, changes) {
    const changed = await this.tried(() => call("PATCH", `/codings/${coding.guid}`, { version: coding.version, ...changes }));
    if (!changed) return null;
    const before = this.marks.remove(coding.guid);
    this.repaint([...before, ...this.marks.add(changed)]);
    this.cursor.to(changed, { pick: changed, scroll: false });
    this.announce();
    return changed;
  }

  async remove() {
    const { picked } = this.cursor;
    if (!picked || this.marks.isSuggestion(picked)) return this.line.say(words("pickFirst"), { fault: true });
    const gone = await this.tried(async () => (await call("DELETE", `/codings/${picked.guid}?version=${picked.version}`), true));
    if (!gone) return;
    this.codes.used(picked.code, -1);
    this.cursor.picked = null;
    this.repaint(this.marks.remove(picked.guid));
    this.cursor.paint();
    this.line.say(words("uncoded", { code: this.codes.get(picked.code).label }), { undo: true });
    this.announce();
    this.look();
  }

  // --- Suggestions --------------------------------------------------------------------------------------

  suggestion() {
    const { picked, span } = this.cursor;
    if (picked && this.marks.isSuggestion(picked)) return picked;
    const here = span ? this.marks.touching(span.start, span.end).filter((mark) => this.marks.isSuggestion(mark)) : [];
    return here.sort((a, b) => b.score - a.score)[0] ?? this.suggestions.after(span);
  }

  nextSuggestion() {
    const next = this.suggestions.after(this.cursor.picked ?? this.cursor.span);
    if (next) this.go(next);
    else this.line.say(words("noSuggestions"));
  }

  async decide(one, verdict, span = {}) {
    if (!one) return this.line.say(words("noSuggestions"));
    const next = this.suggestions.after(one);
    const decided = await this.tried(() => call("POST", `/suggestions/${one.guid}/decision`, { verdict, ...span }));
    if (!decided) return;
    this.own.add(`insert ${decided.guid}`);
    if (verdict !== "skip") this.repaint(this.marks.remove(one.guid));
    if (decided.coding) {
      this.own.add(`insert ${decided.coding.guid}`);
      this.codes.used(decided.coding.code);
      this.repaint(this.marks.add(decided.coding));
      this.announcePainted(decided.coding.guid);
    }
    if (next && next.guid !== one.guid) this.go(next);
    else this.cursor.letGo();
    this.line.say(words(`${verdict}ed`, { code: this.codes.get(one.code).label }), { undo: true });
    this.refreshPanels();
    this.announce();
  }

  // --- Configurations and memos ---------------------------------------------------------------------------

  /** One gesture: the codings in the selection, or in the turn under the cursor, become a card. */
  configure() {
    const selected = this.text.selected();
    const block = this.cursor.span && this.text.blockAt(this.cursor.span.start);
    const span = selected ?? block;
    if (!span) return;
    const codings = this.marks.touching(span.start, span.end).filter((mark) => this.marks.codings.has(mark.guid));
    this.openTab("configurations");
    this.card.begin(onePerCode(codings));
    this.line.say(words(codings.length ? "cardOpen" : "cardEmpty"));
    this.root.focus({ preventScroll: true });
  }

  memo() {
    const { picked, target } = this.cursor;
    this.openTab("memos");
    if (picked && this.marks.codings.has(picked.guid)) this.memos.write({ about: "coding", subject: picked.guid });
    else if (target) this.memos.write({ about: "segment", subject: this.data.guid, start: target.start, end: target.end });
    else this.memos.write({ about: "transcript", subject: this.data.guid });
  }

  // --- History and others -------------------------------------------------------------------------------

  async undo() {
    await this.step("/undo", "undone", "nothingToUndo");
  }

  async redo() {
    await this.step("/redo", "redone", "nothingToRedo");
  }

  async step(path, did, nothing) {
    const taken = await this.tried(() => call("POST", path));
    if (!taken) return;
    if (!taken.changes.length) return this.line.say(words(nothing));
    if (taken.changes.some((one) => ["codebook", "transcript"].includes(one.noun))) return location.reload();
    await this.refresh();
    this.line.say(words(did, { what: taken.words }));
    this.announce();
  }

  /** Has anybody else changed something? Then show it. */
  async look() {
    if (this.looking) return;
    this.looking = true;
    const state = await call("GET", `/transcripts/${this.data.guid}/state?since=${this.marks.number}`).catch(() => null);
    this.looking = false;
    document.getElementById("learner").hidden = !state?.busy;
    if (state?.fault) this.line.say(state.fault, { fault: true });
    if (!state) return;
    if (state.changed.every((done) => this.own.has(done))) this.marks.number = state.number; // done on this page
    if (state.number !== this.marks.number || state.renewed !== this.marks.renewed) await this.refresh();
  }

  async refresh() {
    const data = await call("GET", `/transcripts/${this.data.guid}/marks`).catch((error) => this.refused(error));
    if (!data) return;
    if (data.sha256 !== this.data.sha256) return location.reload();
    this.marks.take(data);
    this.own.clear();
    const { picked } = this.cursor;
    const still = picked && (this.marks.codings.get(picked.guid) ?? this.marks.suggestions.get(picked.guid));
    this.cursor.picked = still ?? null;
    if (still) this.cursor.span = { start: still.start, end: still.end };
    this.painter.redraw();
    this.cursor.paint();
    this.refreshPanels();
  }

  announce() {
    this.channel.postMessage("changed");
  }

  announcePainted(coding) {
    requestAnimationFrame(() => document.dispatchEvent(new CustomEvent("icmo:painted", { detail: { coding } })));
  }

  /** Do something with the server; what others did is shown, and a refusal is told in the line. */
  async tried(run) {
    try {
      return await run();
    } catch (error) {
      if (error.status === 409 || error.status === 404) await this.refresh();
      return this.refused(error);
    }
  }

  refused(error) {
    this.line.say(error.message, { fault: true, hint: error.hint });
    return null;
  }

  // --- Showing ------------------------------------------------------------------------------------------

  repaint(numbers) {
    this.painter.redraw([...new Set(numbers)]);
    this.suggestions.show(this.cursor.picked);
  }

  refreshPanels() {
    this.suggestions.show(this.cursor.picked);
    this.card.showList();
    this.memos.show();
  }

  go(place) {
    if (place.transcript && place.transcript !== this.data.guid) return location.assign(`/transcripts/${place.transcript}#at=${place.start}-${place.end}`);
    const mark = this.marks.codings.get(place.guid ?? place.coding) ?? this.marks.suggestions.get(place.guid);
    getSelection().removeAllRanges();
    this.cursor.to(mark ?? place, { pick: mark ?? null });
    this.root.focus({ preventScroll: true });
  }

  /** Go to what the address names: #at=10-40, #coding=GUID, #suggestion=GUID. */
  fromAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const [start, end] = (asked.get("at") ?? "").split("-").map(Number);
    const mark = this.marks.codings.get(asked.get("coding")) ?? this.marks.suggestions.get(asked.get("suggestion"));
    if (asked.get("suggestion")) this.openTab("suggestions");
    if (mark) this.go(mark);
    else if (asked.get("suggestion") === "next") this.nextSuggestion();
    else if (end > start) this.go({ start, end });
    else this.root.focus({ preventScroll: true });
  }

  title(mark) {
    const code = this.codes.get(mark.code);
    if (this.marks.isSuggestion(mark)) return `${words("suggestion")}: ${code.path}`;
    const day = new Date(mark.at).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
    return [`${code.letter} ${code.path}`.trim(), mark.coder, day, mark.overruled && setAside(mark.overruled)].filter(Boolean).join(" · ");
  }

  /** Tell in the line what is under the cursor and what can be done there. */
  tell() {
    const { picked, span, edge } = this.cursor;
    if (!span) return;
    const marks = this.marks.touching(span.start, span.end);
    const chips = (picked ? [picked, ...marks.filter((mark) => mark.guid !== picked.guid)] : marks).map((mark) => ({
      letter: this.codes.get(mark.code).letter || "x",
      label: this.codes.get(mark.code).label,
      suggested: this.marks.isSuggestion(mark),
      picked: mark.guid === picked?.guid,
      aside: mark.overruled && setAside(mark.overruled, mark.guid === picked?.guid),
      title: this.title(mark),
    }));
    const shown = this.cursor.moved ?? this.cursor.target;
    this.line.show(this.text.quote(shown.start, shown.end), chips, this.buttons(marks));
    if (picked) this.codes.define(picked.code);
    this.suggestions.mark(picked);
    const reasons = picked && this.marks.isSuggestion(picked) ? picked.reasons.filter((one) => one.start !== null) : [];
    this.painter.show("reason", reasons);
    if (edge) this.line.say(words(edge === "end" ? "edgeEnd" : "edgeStart"));
    else if (this.edgeBefore) this.line.say("");
    this.edgeBefore = edge;
  }

  buttons(marks) {
    const act = (key, label, run) => ({ key, label: words(label), run: () => (run(), this.root.focus({ preventScroll: true })) });
    const { picked, edge } = this.cursor;
    if (edge) return [act("Enter", "save", () => this.saveEdge()), act("Esc", "cancel", () => this.cursor.letGo()), act("e", "otherEdge", () => this.cursor.chooseEdge()), act("←", "edgeLeft", () => this.cursor.moveEdge(-1, "word")), act("→", "edgeRight", () => this.cursor.moveEdge(1, "word"))];
    const buttons = [{ key: "c", label: words("code"), run: () => this.search() }];
    if (marks.some((mark) => this.marks.isSuggestion(mark))) {
      buttons.push(act("a", "accept", () => this.decide(this.suggestion(), "accept")), act("x", "reject", () => this.decide(this.suggestion(), "reject")));
    }
    if (marks.length) buttons.push(act("o", "pick", () => this.cursor.overlap()));
    if (picked && !this.marks.isSuggestion(picked)) buttons.push(act("Del", "uncode", () => this.remove()));
    buttons.push(act("e", "edges", () => this.cursor.chooseEdge()), { key: "m", label: words("memo"), run: () => this.memo() });
    if (marks.length > 1) buttons.push(act("g", "configuration", () => this.configure()));
    buttons.push({ key: "v", label: words("inVivo"), run: () => this.inVivo() }, act("u", "undo", () => this.undo()));
    return buttons;
  }

  openTab(name) {
    for (const tab of document.querySelectorAll("[role=tab]")) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", chosen ? "true" : "false");
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(`panel-${tab.dataset.tab}`).hidden = !chosen;
    }
    this.refreshPanels();
  }

  tabKey(event) {
    const tabs = [...document.querySelectorAll("[role=tab]")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    this.openTab(next.dataset.tab);
    next.focus();
  }

  switchShortcuts(on) {
    this.shortcuts = on;
    this.tried(() => call("PUT", "/preferences", { shortcuts: on }));
  }
}

/** Of several coders' codings with one code, a card takes the first. */
function onePerCode(codings) {
  return [...new Map(codings.sort((a, b) => a.start - b.start).map((one) => [one.code, one]).reverse()).values()].reverse();
}

window.icmo = new Page();
