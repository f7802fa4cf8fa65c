// The line at the bottom: the one place that changes while the coder moves. What is under the cursor, what the keys
// do there, the field for codes, and what was just done, with its undo.

import { element, words } from "./api.js";

const CHOICES = 8;

export class Line {
  constructor(root, { codes, label, apply, undo, define }) {
    this.root = root;
    this.here = root.querySelector("#line-here");
    this.actions = root.querySelector("#line-actions");
    this.message = root.querySelector("#line-message");
    this.codes = codes;
    this.label = label;
    this.apply = apply;
    this.undo = undo;
    this.define = define;
  }

  /** What is under the cursor, with the buttons that go with it. */
  show(quote, marks, actions) {
    const chips = marks.slice(0, 6).map((mark) => element("span", { className: `chip ink-${mark.letter}${mark.suggested ? " suggested" : ""}${mark.picked ? " picked" : ""}${mark.aside ? " overruled" : ""}`, title: mark.title }, element("span", { className: "name", text: `${mark.letter === "x" ? "" : `${mark.letter} `}${mark.label}` }), mark.aside && ` (${mark.aside})`));
    const shown = quote.length > 90 ? `${quote.slice(0, 60)} … ${quote.slice(-24)}` : quote;
    this.here.replaceChildren(element("q", { text: shown }), ...chips);
    this.actions.replaceChildren(...actions.map((one) => this.button(one)));
  }

  button({ key, label, run }) {
    const made = element("button", { type: "button", on: { click: run } });
    if (key) made.append(element("kbd", { text: key }), " ");
    made.append(label);
    return made;
  }

  say(text, { undo = false, fault = false, hint = "" } = {}) {
    this.message.classList.toggle("fault", fault);
    this.message.replaceChildren(element("span", { text: hint ? `${text} ${hint}` : text }));
    if (undo) this.message.append(" ", element("button", { type: "button", text: words("undo"), on: { click: this.undo } }));
    clearTimeout(this.timer);
    if (!fault) this.timer = setTimeout(() => this.message.replaceChildren(), 12000);
  }

  /** Ask for a code: the matches stand in the line, Enter takes one, Ctrl+Enter takes it and asks on. */
  ask(title, done) {
    this.close();
    const list = element("ul", { id: "choices", role: "listbox", "aria-label": words("codes") });
    const field = element("input", {
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "choices",
      "aria-autocomplete": "list",
      "aria-label": title,
      autocomplete: "off",
      placeholder: title,
      spellcheck: "false",
    });
    this.asking = element("div", { className: "ask" }, field, list);
    this.done = done;
    this.at = 0;
    field.addEventListener("input", () => ((this.at = 0), this.fill(field, list)));
    field.addEventListener("keydown", (event) => this.key(event, field, list));
    this.root.prepend(this.asking);
    this.fill(field, list);
    field.focus();
  }

  fill(field, list) {
    this.found = this.codes.matching(field.value).slice(0, CHOICES);
    this.at = Math.min(this.at, Math.max(this.found.length - 1, 0));
    list.replaceChildren(
      ...this.found.map((code, number) =>
        element(
          "li",
          {
            id: `choice-${number}`,
            role: "option",
            "aria-selected": number === this.at ? "true" : "false",
            className: `ink-${code.letter || "x"}`,
            title: code.definition,
            on: { mousedown: (event) => (event.preventDefault(), this.take(code, event.ctrlKey)) },
          },
          element("b", { text: code.letter }),
          ` ${code.path}`,
        ),
      ),
    );
    if (!this.found.length) list.append(element("li", { className: "none", text: words("noCode") }));
    const chosen = this.found[this.at];
    field.setAttribute("aria-activedescendant", chosen ? `choice-${this.at}` : "");
    if (chosen) this.define(chosen.id);
  }

  key(event, field, list) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      this.at = (this.at + steps[event.key] + this.found.length) % this.found.length;
      this.fill(field, list);
    } else if (event.key === "Enter" && this.found[this.at]) this.take(this.found[this.at], event.ctrlKey || event.metaKey);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(code, stay) {
    const { done } = this;
    if (stay) this.asking.querySelector("input").select();
    else this.close();
    done(code.id);
  }

  close() {
    if (!this.asking) return;
    this.asking.remove();
    this.asking = null;
    this.onClose?.();
  }
}
