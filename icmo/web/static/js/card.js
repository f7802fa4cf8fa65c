// The configuration card: slots I, C, K, M, O filled from the codings in view, and what is said of them together.

import { call, element, formKeys, words } from "./api.js";

const ROLES = ["I", "C", "K", "M", "O"];
const FIELDS = ["actor", "polarity", "stance", "target_group", "theory", "statement", "memo"];

export class Card {
  constructor(panel, { marks, codes, data, quote, go, saved, say }) {
    this.panel = panel;
    this.form = panel.querySelector("#card");
    this.list = panel.querySelector("#configuration-list");
    this.marks = marks;
    this.codes = codes;
    this.data = data;
    this.quote = quote;
    this.go = go;
    this.saved = saved;
    this.say = say;
    this.listen();
  }

  get open() {
    return !this.form.hidden;
  }

  listen() {
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.save()));
    formKeys(this.form, { save: () => this.save(), close: () => this.close() });
    this.field("statement").addEventListener("input", () => (this.written = true));
    this.field("polarity").addEventListener("change", () => this.draft());
    this.form.querySelector("#card-close").addEventListener("click", () => this.close());
    this.form.querySelector("#card-draft").addEventListener("click", () => ((this.written = false), this.draft()));
    this.form.querySelector("#card-remove").addEventListener("click", () => this.remove());
    this.form.addEventListener("dragover", (event) => event.dataTransfer.types.includes("text/icmo-mark") && event.preventDefault());
    this.form.addEventListener("drop", (event) => {
      const slot = event.target.closest("[data-role]");
      const coding = this.marks.codings.get(event.dataTransfer.getData("text/icmo-mark"));
      if (slot && coding) (event.preventDefault(), this.put(coding, slot.dataset.role));
    });
  }

  field(name) {
    return this.form.elements[name];
  }

  /** Open a new card with these codings, each in the slot of its code's kind. */
  begin(codings) {
    this.guid = this.version = null;
    this.parts = codings.flatMap((one) => (this.codes.get(one.code).letter ? [this.part(one, this.codes.get(one.code).letter)] : []));
    this.written = false;
    const group = codings.find((one) => this.codes.get(one.code).kind === "target_group");
    this.fill({ polarity: "fremmer", target_group: group?.code });
    this.draft();
  }

  /** Open a card that was saved. */
  edit(one) {
    this.guid = one.guid;
    this.version = one.version;
    this.parts = one.parts.map((part) => ({ ...part }));
    this.written = Boolean(one.statement);
    this.fill(one);
  }

  fill(values) {
    for (const name of FIELDS) this.field(name).value = values[name] ?? "";
    this.form.hidden = false;
    this.form.querySelector("#card-remove").hidden = !this.guid;
    this.show();
  }

  part(coding, role) {
    return { role, coding: coding.guid, code: coding.code, quote: this.quote(coding), start: coding.start, end: coding.end, transcript: coding.transcript, resource: "", reasoning: "" };
  }

  /** Put a coding into a slot; one that stands in another slot moves. */
  put(coding, role) {
    if (!this.open) this.begin([]);
    this.keepWords();
    const before = this.parts.find((part) => part.coding === coding.guid);
    if (before) before.role = role;
    else this.parts.push(this.part(coding, role));
    this.show();
    this.draft();
  }

  keepWords() {
    for (const input of this.form.querySelectorAll("[data-part]")) this.parts[input.dataset.part][input.name.split("-")[0]] = input.value;
  }

  show() {
    this.form.querySelector("#slots").replaceChildren(...ROLES.map((role) => this.slot(role)));
  }

  slot(role) {
    const here = this.parts.map((part, number) => ({ part, number })).filter(({ part }) => part.role === role);
    const filled = here.map(({ part, number }) => this.filled(part, number));
    const empty = element("p", { className: "empty", text: words(`slot-${role}`) });
    return element("div", { className: `slot ink-${role}`, "data-role": role }, element("b", { text: role, title: words(`role-${role}`) }), element("div", { className: "in" }, ...(filled.length ? filled : [empty])));
  }

  filled(part, number) {
    const code = this.codes.get(part.code);
    const aside = this.marks.codings.get(part.coding)?.overruled;
    const moves = ROLES.filter((role) => role !== part.role).map((role) => element("option", { value: role, text: words("moveTo", { role }) }));
    const move = element("select", { "aria-label": `${words("role")}: ${code.label}`, on: { change: (event) => this.move(number, event.target.value) } }, element("option", { value: "", text: "⋯" }), ...moves, element("option", { value: "away", text: words("takeOut") }));
    const detail = (name) => element("label", {}, `${words(name)} `, element("input", { type: "text", name: `${name}-${number}`, "data-part": String(number), value: part[name] }));
    return element("div", { className: "part" }, element("button", { type: "button", className: "go", on: { click: () => this.go(part) } }, `${code.label} `, element("q", { text: short(part.quote), className: aside && "overruled" })), move, aside && element("p", { className: "aside", text: setAside(aside) }), part.role === "M" && element("div", { className: "split" }, detail("resource"), detail("reasoning")));
  }

  move(number, role) {
    this.keepWords();
    if (role === "away") this.parts.splice(number, 1);
    else this.parts[number].role = role;
    this.show();
    this.draft();
  }

  body() {
    this.keepWords();
    const parts = this.parts.map(({ role, coding, resource, reasoning }) => ({ role, coding, resource, reasoning }));
    const values = Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value]));
    for (const name of ["stance", "target_group", "theory"]) values[name] ||= null;
    return { parts, ...values };
  }

  async draft() {
    if (this.written || !this.parts.length) return;
    const { parts, polarity } = this.body();
    const { statement } = await call("POST", "/configurations/draft", { parts, polarity });
    if (!this.written) this.field("statement").value = statement;
  }

  async save() {
    const body = this.body();
    if (!body.parts.length) return this.say(words("noParts"), { fault: true });
    const made = await this.tried(() => (this.guid ? call("PATCH", `/configurations/${this.guid}`, { ...body, version: this.version }) : call("POST", "/configurations", body)));
    if (!made) return;
    this.marks.configurations.set(made.guid, made);
    this.close();
    this.saved(words("configurationSaved"));
  }

  async remove() {
    const gone = await this.tried(async () => (await call("DELETE", `/configurations/${this.guid}?version=${this.version}`), true));
    if (!gone) return;
    this.marks.configurations.delete(this.guid);
    this.close();
    this.saved(words("configurationRemoved"));
  }

  async tried(run) {
    try {
      return await run();
    } catch (error) {
      this.say(error.message, { fault: true, hint: error.hint });
      return null;
    }
  }

  close() {
    this.form.hidden = true;
    this.onClose?.();
  }

  showList() {
    const all = [...this.marks.configurations.values()];
    document.querySelector("#tab-configurations .n").textContent = all.length || "";
    this.list.replaceChildren(...all.map((one) => this.row(one)));
    if (!all.length) this.list.append(element("li", { className: "none", text: words("noConfigurations") }));
  }

  row(one) {
    const chips = ROLES.flatMap((role) => one.parts.filter((part) => part.role === role).map((part) => element("span", { className: `chip ink-${role}`, text: `${role} ${this.codes.get(part.code).label}` })));
    return element("li", { className: "configuration" }, element("button", { type: "button", className: "go", on: { click: () => (this.edit(one), this.go(one.parts[0])) } }, ...chips), element("p", { text: one.statement }), element("p", { className: "muted", text: [one.polarity, one.actor, one.coder].filter(Boolean).join(" · ") }));
  }
}

/** That a consensus has set a coding aside; with why and by whom unless the words are to be few. */
export function setAside({ reason, present }, full = true) {
  return full ? `${words("overruled")}: ${[reason, present.join(", ")].filter(Boolean).join(" – ")}` : words("overruled");
}

const short = (quote) => (quote.length > 70 ? `${quote.slice(0, 48)} … ${quote.slice(-16)}` : quote);
