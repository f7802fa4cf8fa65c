// Draw marks: colour under the words by the CSS Custom Highlight API, stripes in the margin of each block.
// Only blocks near the screen are drawn, so that the cost follows what is seen and not what is coded.

const STRIPE = 9; // pixels that a column of stripes takes
const KINDS = ["I", "C", "K", "M", "O", "x"];
const canHighlight = "highlights" in CSS;

export class Painter {
  constructor(text, marks, codes, { title, coder }) {
    this.text = text;
    this.marks = marks;
    this.codes = codes;
    this.title = title;
    this.coder = coder;
    this.drawn = new Map(); // number of a block -> what was registered for it
    this.near = new Set();
    this.layers = new Map();
    for (const name of [...KINDS, "suggestion", "cursor", "picked", "reason"]) this.layer(name);
    this.watch();
  }

  layer(name) {
    if (!canHighlight) return;
    const highlight = new Highlight();
    highlight.priority = { suggestion: 1, cursor: 3, picked: 4, reason: 5 }[name] ?? 2;
    CSS.highlights.set(name, highlight);
    this.layers.set(name, highlight);
  }

  watch() {
    const numbers = new Map(this.text.blocks.map((block, number) => [block.element, number]));
    const seen = (entries) => {
      const come = [];
      for (const entry of entries) {
        const number = numbers.get(entry.target);
        if (entry.isIntersecting) {
          this.near.add(number);
          come.push(number);
        } else {
          this.near.delete(number);
          this.wipe(number);
        }
      }
      this.draw(come.filter((number) => !this.drawn.has(number)));
      this.onSeen?.();
    };
    this.observer = new IntersectionObserver(seen, { root: this.text.root, rootMargin: "60% 0px" });
    for (const block of this.text.blocks) this.observer.observe(block.element);
    let width = this.text.root.clientWidth;
    new ResizeObserver(() => {
      if (this.text.root.clientWidth !== width) {
        width = this.text.root.clientWidth;
        this.redraw();
      }
    }).observe(this.text.root);
  }

  letter(mark) {
    return this.codes.get(mark.code)?.letter || "x";
  }

  /** Draw the blocks of these numbers again; all that are near when none are named. */
  redraw(numbers = [...this.near]) {
    for (const number of numbers) this.wipe(number);
    this.draw(numbers.filter((number) => this.near.has(number)));
  }

  /** All is measured before anything is put on the page, so that the browser lays it out once. */
  draw(numbers) {
    const made = numbers.map((number) => [number, this.stripes(number, this.register(number))]);
    for (const [number, stripes] of made) {
      if (stripes.length) this.text.blocks[number].element.querySelector(".gutter")?.replaceChildren(...stripes);
    }
  }

  register(number) {
    const block = this.text.blocks[number];
    const marks = this.marks.byBlock[number];
    const ranges = [];
    for (const mark of marks) {
      const range = block.range(mark.start, mark.end);
      const name = this.marks.isSuggestion(mark) ? "suggestion" : this.letter(mark);
      if (!mark.overruled) this.layers.get(name)?.add(range);
      ranges.push([name, range, mark]);
    }
    this.drawn.set(number, ranges);
    return ranges;
  }

  wipe(number) {
    for (const [name, range] of this.drawn.get(number) ?? []) this.layers.get(name)?.delete(range);
    this.drawn.delete(number);
    const gutter = this.text.blocks[number].element.querySelector(".gutter");
    if (gutter?.firstChild) gutter.replaceChildren();
  }

  stripes(number, ranges) {
    if (!ranges.length) return [];
    const top = this.text.blocks[number].element.getBoundingClientRect().top;
    const placed = ranges
      .map(([, range, mark]) => ({ mark, ...extent(range, top) }))
      .sort((a, b) => a.from - b.from || b.to - a.to);
    const ends = [];
    const stripes = [];
    const columns = Math.floor((this.text.root.querySelector(".gutter").clientWidth - 8) / STRIPE);
    let hidden = 0;
    for (const one of placed) {
      let column = ends.findIndex((end) => end <= one.from);
      if (column < 0) column = ends.length;
      if (column >= columns) {
        hidden++;
        continue;
      }
      ends[column] = one.to;
      stripes.push(this.stripe(one, column));
    }
    if (hidden) {
      const more = document.createElement("span");
      more.className = "more";
      more.textContent = `+${hidden}`;
      stripes.push(more);
    }
    return stripes;
  }

  stripe({ mark, from, to }, column) {
    const suggested = this.marks.isSuggestion(mark);
    const other = !suggested && mark.coder !== this.coder;
    const letter = this.letter(mark);
    const stripe = document.createElement("span");
    stripe.className = `stripe ink-${letter}${suggested ? " suggested" : ""}${other ? " other" : ""}${mark.overruled ? " overruled" : ""}`;
    stripe.style.top = `${from}px`;
    stripe.style.height = `${Math.max(to - from, 8)}px`;
    stripe.style.right = `${column * STRIPE + 2}px`;
    stripe.title = this.title(mark);
    stripe.dataset.mark = mark.guid;
    stripe.draggable = !suggested;
    return stripe;
  }

  /** Show one span in a layer of its own: the cursor, the mark that is picked, the words of a reason. */
  show(name, spans) {
    const highlight = this.layers.get(name);
    if (!highlight) return;
    highlight.clear();
    for (const { start, end } of spans) {
      for (const block of this.text.within(start, end)) highlight.add(block.range(start, end));
    }
  }
}

/** Where a range begins and ends on the page, below the top of its block. */
function extent(range, top) {
  const length = range.endOffset - range.startOffset;
  if (length < 400) {
    const box = range.getBoundingClientRect();
    return { from: box.top - top, to: box.bottom - top };
  }
  const first = new Range();
  first.setStart(range.startContainer, range.startOffset);
  first.setEnd(range.startContainer, range.startOffset + 1);
  const last = new Range();
  last.setStart(range.endContainer, range.endOffset - 1);
  last.setEnd(range.endContainer, range.endOffset);
  return { from: first.getBoundingClientRect().top - top, to: last.getBoundingClientRect().bottom - top };
}
