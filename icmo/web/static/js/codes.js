// The code tree: filter, pinned codes on digits, definitions always at hand, codes dragged or double-clicked.

import { element, words } from "./api.js";

export class Codes {
  constructor(panel, data, { apply, drop, pinned }) {
    this.panel = panel;
    this.byId = new Map(data.codes.map((code) => [code.id, code]));
    this.counts = data.counts;
    this.pins = (data.preferences.pins ?? []).filter((id) => this.byId.has(id));
    this.recent = [];
    this.apply = apply;
    this.drop = drop;
    this.pinned = pinned;
    this.rows = [...panel.querySelectorAll("[data-code]")];
    this.definition = document.getElementById("definition");
    this.listen();
    this.showPins();
  }

  listen() {
    this.panel.querySelector("#filter").addEventListener("input", (event) => this.filter(event.target.value));
    this.panel.addEventListener("dblclick", (event) => this.withCode(event, this.apply));
    this.panel.addEventListener("pointerover", (event) => this.withCode(event, (id) => this.define(id)));
    this.panel.addEventListener("focusin", (event) => this.withCode(event, (id) => this.define(id)));
    this.panel.addEventListener("click", (event) => {
      const pin = event.target.closest(".pin");
      if (pin) this.toggle(pin.closest("[data-code]").dataset.code);
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.classList.contains("code")) {
        event.preventDefault();
        this.withCode(event, this.apply);
      }
    });
    this.panel.addEventListener("dragstart", (event) => this.withCode(event, (id) => event.dataTransfer.setData("text/icmo-code", id)));
    this.panel.addEventListener("dragover", (event) => event.dataTransfer.types.includes("text/icmo-span") && event.preventDefault());
    this.panel.addEventListener("drop", (event) => this.withCode(event, (id) => (event.preventDefault(), this.drop(id))));
  }

  withCode(event, run) {
    const row = event.target.closest?.("[data-code]");
    if (row) run(row.dataset.code);
  }

  get(id) {
    return this.byId.get(id) ?? { id, label: id, path: id, letter: "", definition: "", include: [], exclude: [], examples: [] };
  }

  /** The codes that a search means; for nothing those used last first. */
  matching(text) {
    return matching([...this.byId.values()], text, [...this.recent, ...this.pins].map((id) => this.get(id)));
  }

  filter(text) {
    const wanted = new Set(this.matching(text).map((code) => code.id));
    for (const row of this.rows) row.hidden = Boolean(text.trim()) && !wanted.has(row.dataset.code);
    for (const group of this.panel.querySelectorAll(".kind")) group.hidden = ![...group.querySelectorAll("[data-code]")].some((row) => !row.hidden);
  }

  toggle(id) {
    this.pins = this.pins.includes(id) ? this.pins.filter((one) => one !== id) : [...this.pins, id].slice(-9);
    this.showPins();
    this.pinned(this.pins);
  }

  showPins() {
    for (const row of this.rows) {
      const digit = this.pins.indexOf(row.dataset.code) + 1;
      const pin = row.querySelector(".pin");
      pin.textContent = digit || "·";
      pin.setAttribute("aria-pressed", digit ? "true" : "false");
      pin.setAttribute("aria-label", `${words(digit ? "unpin" : "pin")}: ${this.get(row.dataset.code).label}`);
    }
  }

  /** The code on a digit: pinned ones first, then those used last. */
  onDigit(digit) {
    const filled = [...this.pins, ...this.recent.filter((id) => !this.pins.includes(id))];
    return filled[digit - 1];
  }

  used(id, by = 1) {
    if (by > 0) this.recent = [id, ...this.recent.filter((one) => one !== id)].slice(0, 9);
    this.counts[id] = (this.counts[id] ?? 0) + by;
    const link = this.panel.querySelector(`[data-code="${CSS.escape(id)}"] .n`);
    if (link) link.textContent = this.counts[id] || "";
  }

  define(id) {
    if (this.defined === id) return;
    this.defined = id;
    const code = this.get(id);
    const list = (title, rules) => rules.length && element("div", {}, element("h3", { text: title }), element("ul", {}, ...rules.map((rule) => element("li", { text: rule }))));
    this.definition.replaceChildren(
      element("h2", { className: `ink-${code.letter || "x"}`, text: `${code.letter} ${code.label}`.trim() }),
      element("p", { text: code.definition }),
      list(words("include"), code.include),
      list(words("exclude"), code.exclude),
      list(words("examples"), code.examples.slice(0, 2)),
    );
  }
}

/** The codes that a search means: those whose label begins so first, for nothing some and then all; retired ones not at all. */
export function matching(codes, text, first = []) {
  const asked = text.trim().toLowerCase();
  const offered = codes.filter((code) => !code.retired);
  if (!asked) return [...new Set([...first, ...offered])].filter((code) => !code.retired);
  const rank = (code) => {
    const label = code.label.toLowerCase();
    if (label.startsWith(asked)) return 0;
    if (label.split(/\s+/).some((word) => word.startsWith(asked))) return 1;
    if (label.includes(asked) || code.id.includes(asked)) return 2;
    return code.path.toLowerCase().includes(asked) ? 3 : 9;
  };
  return offered.map((code) => [rank(code), code]).filter(([n]) => n < 9).sort((a, b) => a[0] - b[0]).map(([, code]) => code);
}
