// Where the coder is: a sentence or a selection, a mark that is picked, and an edge that is being moved.

export class Cursor {
  constructor(text, marks, painter, changed) {
    this.text = text;
    this.marks = marks;
    this.painter = painter;
    this.changed = changed;
    this.span = null;
    this.picked = null; // the coding or suggestion that commands are about
    this.edge = null; // "start" or "end" while an edge is being moved
    this.moved = null; // the span of the picked mark while its edge is moved
  }

  /** What a code would be put on. */
  get target() {
    return this.text.selected() ?? this.span;
  }

  start() {
    const first = this.text.blocks.find((block) => block.element.classList.contains("turn")) ?? this.text.blocks[0];
    if (first) this.to(this.text.sentenceAt(first.start), { scroll: false });
  }

  to(span, { scroll = true, pick = null, select = false } = {}) {
    if (!span) return;
    this.span = { start: span.start, end: span.end };
    this.picked = pick;
    this.edge = this.moved = null;
    if (select) this.text.select(span.start, span.end);
    if (scroll) this.show(span);
    this.paint();
  }

  /** Bring a span into view, below the top and above the line at the bottom. */
  show(span) {
    const block = this.text.blockAt(span.start);
    const root = this.text.root.getBoundingClientRect();
    let box = block.range(span.start, Math.min(span.end, block.end)).getBoundingClientRect();
    if (!box.height) {
      block.element.scrollIntoView({ block: "center" });
      box = block.range(span.start, Math.min(span.end, block.end)).getBoundingClientRect();
    }
    if (box.top < root.top + 24 || box.bottom > root.bottom - 24) this.text.root.scrollTop += box.top - root.top - root.height / 3;
  }

  sentence(direction, { extend = false } = {}) {
    const from = this.span ?? { start: 0, end: 0 };
    if (!extend) getSelection().removeAllRanges();
    const at = direction > 0 ? from.end : from.start - 1;
    const next = this.next(at, direction);
    if (!next) return;
    const whole = extend ? { start: Math.min(from.start, next.start), end: Math.max(from.end, next.end) } : next;
    this.to(whole, { select: extend });
  }

  next(at, direction) {
    let number = this.text.numberAt(Math.max(at, 0));
    for (; number >= 0 && number < this.text.blocks.length; number += direction) {
      const sentences = this.text.sentences(this.text.blocks[number]);
      const found = direction > 0 ? sentences.find((s) => s.start >= at) : sentences.findLast((s) => s.end <= at + 1);
      if (found) return found;
    }
    return null;
  }

  turn(direction) {
    getSelection().removeAllRanges();
    let number = this.text.numberAt(this.span?.start ?? 0) + direction;
    while (this.text.blocks[number] && !this.text.blocks[number].element.classList.contains("turn")) number += direction;
    const block = this.text.blocks[number];
    if (block) this.to(this.text.sentences(block)[0]);
  }

  /** Pick the next or the previous coding in the text. */
  coding(direction) {
    const all = this.marks.inOrder();
    const at = this.picked && this.marks.codings.has(this.picked.guid) ? all.findIndex((one) => one.guid === this.picked.guid) : -1;
    const here = this.span?.start ?? 0;
    const next =
      at >= 0 ? all[at + direction] : direction > 0 ? all.find((one) => one.start >= here) : all.findLast((one) => one.start < here);
    if (next) this.pick(next);
  }

  /** Pick one after the other of the marks that overlap here. */
  overlap() {
    if (!this.span) return;
    const here = this.edge ? [] : this.marks.touching(this.span.start, this.span.end);
    if (!here.length) return;
    const at = here.findIndex((mark) => mark.guid === this.picked?.guid);
    this.picked = here[(at + 1) % here.length];
    this.paint();
  }

  pick(mark) {
    getSelection().removeAllRanges();
    this.to(mark, { pick: mark });
  }

  /** Choose an edge of what is picked, or of the cursor: first its end, then its beginning, then none. */
  chooseEdge() {
    this.edge = this.edge === null ? "end" : this.edge === "end" ? "start" : null;
    const from = this.picked ?? this.target ?? this.span;
    this.moved ??= { start: from.start, end: from.end };
    getSelection().removeAllRanges();
    this.paint();
  }

  moveEdge(direction, unit) {
    const next = this.text.step(this.moved[this.edge], direction, unit);
    const moved = { ...this.moved, [this.edge]: next };
    if (moved.start < moved.end) this.moved = moved;
    this.paint();
  }

  /** The span as it was moved, without white space at its ends; the edge is let go. */
  takeMoved() {
    const moved = this.text.trimmed(this.moved.start, this.moved.end);
    this.edge = this.moved = null;
    return moved;
  }

  letGo() {
    this.edge = this.moved = null;
    this.picked = null;
    getSelection().removeAllRanges();
    this.paint();
  }

  paint() {
    this.painter.show("cursor", this.moved && !this.picked ? [this.moved] : this.span && !this.picked ? [this.span] : []);
    this.painter.show("picked", this.moved && this.picked ? [this.moved] : this.picked ? [this.picked] : []);
    this.mark();
    this.changed();
  }

  mark() {
    this.current?.classList.remove("current");
    this.current = this.span && this.text.blockAt(this.span.start).element;
    this.current?.classList.add("current");
    this.stripe?.classList.remove("picked");
    this.stripe = this.picked && this.text.root.querySelector(`.stripe[data-mark="${this.picked.guid}"]`);
    this.stripe?.classList.add("picked");
  }
}
