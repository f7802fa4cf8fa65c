// The suggestions of this transcript: each with its reasons in words, in the order of the text or of doubt.

import { element, words } from "./api.js";

export class Suggestions {
  constructor(panel, { marks, codes, go, decide, reason }) {
    this.panel = panel;
    this.list = panel.querySelector("#suggestion-list");
    this.order = panel.querySelector("#suggestion-order");
    this.marks = marks;
    this.codes = codes;
    this.go = go;
    this.decide = decide;
    this.reason = reason;
    this.order.addEventListener("change", () => this.show());
  }

  ordered() {
    const open = this.marks.openSuggestions();
    return this.order.value === "uncertain" ? open.sort((a, b) => Math.abs(a.score - 0.5) - Math.abs(b.score - 0.5)) : open;
  }

  /** The one after another in the chosen order; the first when that is gone. */
  after(mark) {
    const all = this.ordered();
    const at = all.findIndex((one) => one.guid === mark?.guid);
    if (at >= 0) return all[at + 1] ?? all[0];
    return this.order.value === "uncertain" ? all[0] : (all.find((one) => one.start >= (mark?.start ?? 0)) ?? all[0]);
  }

  show(picked) {
    const open = this.ordered();
    document.querySelector("#tab-suggestions .n").textContent = open.length || "";
    if (this.panel.hidden) return;
    this.list.replaceChildren(...open.slice(0, 60).map((one) => this.card(one)));
    if (!open.length) this.list.append(element("li", { className: "none", text: words("noSuggestions") }));
    if (open.length > 60) this.list.append(element("li", { className: "none", text: words("more", { n: open.length - 60 }) }));
    this.mark(picked);
  }

  /** Mark the suggestion that is picked, and bring it into view. */
  mark(picked) {
    this.list.querySelector(".picked")?.removeAttribute("aria-current");
    this.list.querySelector(".picked")?.classList.remove("picked");
    const card = picked && this.list.querySelector(`[data-suggestion="${picked.guid}"]`);
    if (!card) return;
    card.classList.add("picked");
    card.setAttribute("aria-current", "true");
    card.scrollIntoView({ block: "nearest" });
  }

  card(one) {
    const code = this.codes.get(one.code);
    const reasons = one.reasons.map((reason) => element("li", { text: reason.text, on: reason.start === null ? {} : { mouseenter: () => this.reason([reason]), mouseleave: () => this.reason([]) } }));
    const button = (verdict, key) => element("button", { type: "button", on: { click: () => this.decide(one, verdict) } }, element("kbd", { text: key }), ` ${words(verdict)}`);
    return element(
      "li",
      { className: `suggestion ink-${code.letter || "x"}`, "data-suggestion": one.guid },
      element("button", { type: "button", className: "go", on: { click: () => this.go(one) } }, element("b", { text: code.letter }), ` ${code.label}`),
      element("span", { className: "band", text: `${words(`band-${one.band}`)} · ${one.score.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 })}` }),
      element("ul", { className: "reasons" }, ...reasons),
      element("div", { className: "buttons" }, button("accept", "a"), button("reject", "x")),
    );
  }
}
