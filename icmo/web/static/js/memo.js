// Memos on what is under the cursor: a coding, a segment, the transcript or a code; listed in the panel.

import { call, element, formKeys, words } from "./api.js";

export class Memos {
  constructor(panel, { marks, guid, kinds, quote, label, go, done, say }) {
    Object.assign(this, { marks, guid, quote, label, go, done, say });
    this.list = panel.querySelector("#memo-list");
    this.form = panel.querySelector("#memo-form");
    this.about = panel.querySelector("#memo-about");
    this.form.elements.kind.replaceChildren(...kinds.map((kind) => element("option", { value: kind, text: words(`memo-${kind}`) })));
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.save()));
    formKeys(this.form, { save: () => this.save(), close: () => this.close() });
    panel.querySelector("#memo-cancel").addEventListener("click", () => this.close());
    panel.querySelector("#memo-transcript").addEventListener("click", () => this.write({ about: "transcript", subject: guid }));
  }

  /** Open the field for a memo about something; `memo` when one is being changed. */
  write(subject, memo = null) {
    this.subject = subject;
    this.memo = memo;
    this.form.hidden = false;
    this.about.textContent = this.title(memo ?? subject);
    this.form.elements.text.value = memo?.text ?? "";
    this.form.elements.kind.value = memo?.kind ?? "proces";
    this.form.elements.text.focus();
  }

  title({ about, subject, start, end }) {
    if (about === "coding" && this.marks.codings.has(subject)) {
      const coding = this.marks.codings.get(subject);
      return `${this.label(coding.code)}: ”${this.quote(coding).slice(0, 60)}”`;
    }
    if (about === "segment") return `”${this.quote({ start, end }).slice(0, 80)}”`;
    return words(`about-${about}`);
  }

  async save() {
    const { kind, text } = this.form.elements;
    try {
      const body = { kind: kind.value, text: text.value };
      const made = this.memo ? await call("PATCH", `/memos/${this.memo.guid}`, { ...body, version: this.memo.version }) : await call("POST", "/memos", { ...body, ...this.subject });
      this.marks.memos = [made, ...this.marks.memos.filter((one) => one.guid !== made.guid)];
      this.close();
      this.done(words("memoSaved"));
    } catch (error) {
      this.say(error.message, { fault: true, hint: error.hint });
    }
  }

  close() {
    this.form.hidden = true;
    this.onClose?.();
  }

  show() {
    const { memos } = this.marks;
    document.querySelector("#tab-memos .n").textContent = memos.length || "";
    this.list.replaceChildren(...memos.map((memo) => this.row(memo)));
    if (!memos.length) this.list.append(element("li", { className: "none", text: words("noMemos") }));
  }

  row(memo) {
    const place = memo.about === "segment" ? memo : this.marks.codings.get(memo.subject);
    const back = place ? element("button", { type: "button", className: "go", text: this.title(memo), on: { click: () => this.go(place) } }) : element("span", { text: this.title(memo) });
    return element(
      "li",
      {},
      element("p", { className: "muted" }, element("b", { text: words(`memo-${memo.kind}`) }), ` · ${memo.coder} · `, back),
      element("p", { className: "said-memo", text: memo.text }),
      element("div", { className: "buttons" }, element("button", { type: "button", text: words("edit"), on: { click: () => this.write(memo, memo) } }), element("button", { type: "button", text: words("remove"), on: { click: () => this.remove(memo) } })),
    );
  }

  async remove(memo) {
    try {
      await call("DELETE", `/memos/${memo.guid}`);
      this.marks.memos = this.marks.memos.filter((one) => one.guid !== memo.guid);
      this.done(words("memoRemoved"));
    } catch (error) {
      this.say(error.message, { fault: true, hint: error.hint });
    }
  }
}
