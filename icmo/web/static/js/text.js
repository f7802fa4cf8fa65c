// The transcript on the page: where each block stands in the text, and back.

import { differs, toCodePoint, toUtf16 } from "./offsets.js";

class Block {
  constructor(element) {
    this.element = element;
    this.start = Number(element.dataset.start);
    this.end = Number(element.dataset.end);
    this.said = element.querySelector(".said");
    this.node = this.said.firstChild;
    this.text = this.node.data;
    this.plain = !differs(this.text);
  }

  unit(offset) {
    const point = Math.min(Math.max(offset, this.start), this.end) - this.start;
    return this.plain ? point : toUtf16(this.text, point);
  }

  offset(unit) {
    return this.start + (this.plain ? Math.min(unit, this.text.length) : toCodePoint(this.text, unit));
  }

  /** The part of a span that lies in this block, as a range of the page. */
  range(start, end) {
    const range = new Range();
    range.setStart(this.node, this.unit(start));
    range.setEnd(this.node, this.unit(end));
    return range;
  }

  quote(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

export class Text {
  constructor(root) {
    this.root = root;
    this.blocks = [...root.querySelectorAll("[data-start]")].map((element) => new Block(element));
    this.of = new Map(this.blocks.map((block) => [block.element, block]));
  }

  /** The number of the last block that begins at or before an offset. */
  numberAt(offset) {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  blockAt(offset) {
    return this.blocks[this.numberAt(offset)];
  }

  /** The blocks that a span touches. */
  within(start, end) {
    const found = [];
    for (let n = this.numberAt(start); n < this.blocks.length && this.blocks[n].start < end; n++) {
      if (this.blocks[n].end > start) found.push(this.blocks[n]);
    }
    return found;
  }

  quote(start, end) {
    return this.within(start, end)
      .map((block) => block.quote(start, end))
      .join(" … ");
  }

  /** The offset of a place on the page (a text node or an element, and an index in it); null outside the text. */
  offsetOf(node, index) {
    const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-start]");
    const block = this.of.get(element);
    if (!block) return null;
    if (node === block.node) return block.offset(index);
    const before = new Range();
    before.selectNodeContents(block.said);
    return before.comparePoint(node, index) > 0 ? block.end : block.start;
  }

  /** What the reader has selected, without white space at its ends; null for nothing. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.root)) return null;
    let start = this.edge(range.startContainer, range.startOffset, true);
    let end = this.edge(range.endContainer, range.endOffset, false);
    if (start === null || end === null || start >= end) return null;
    return this.trimmed(start, end);
  }

  /** An end of a selection; one outside the blocks is moved to the nearest block inside the selection. */
  edge(node, index, isStart) {
    const offset = this.offsetOf(node, index);
    if (offset !== null) return offset;
    const point = new Range();
    point.setStart(node, index);
    const after = this.blocks.findIndex((block) => point.comparePoint(block.node, 0) >= 0);
    if (isStart) return after < 0 ? null : this.blocks[after].start;
    const before = after < 0 ? this.blocks.length - 1 : after - 1;
    return before < 0 ? null : this.blocks[before].end;
  }

  trimmed(start, end) {
    const first = this.within(start, end)[0];
    const last = this.within(start, end).at(-1);
    if (!first) return null;
    const begins = first.quote(start, end).match(/^\s*/)[0].length;
    const ends = last.quote(start, end).match(/\s*$/)[0].length;
    const span = { start: Math.max(start, first.start) + begins, end: Math.min(end, last.end) - ends };
    return span.start < span.end ? span : null;
  }

  select(start, end) {
    const blocks = this.within(start, end);
    if (!blocks.length) return;
    const first = blocks[0];
    const last = blocks.at(-1);
    getSelection().setBaseAndExtent(first.node, first.unit(start), last.node, last.unit(end));
  }

  /** The offset under the pointer; null outside the text. */
  under(x, y) {
    if (document.caretPositionFromPoint) {
      const place = document.caretPositionFromPoint(x, y);
      return place && this.offsetOf(place.offsetNode, place.offset);
    }
    const range = document.caretRangeFromPoint?.(x, y);
    return range && this.offsetOf(range.startContainer, range.startOffset);
  }

  /** The spans of the sentences of a block. */
  sentences(block) {
    block.sentences ??= [...pieces(block.text)].map(([from, to]) => this.trimmed(block.offset(from), block.offset(to))).filter(Boolean);
    return block.sentences;
  }

  /** The sentence at an offset. */
  sentenceAt(offset) {
    const block = this.blockAt(offset);
    const found = this.sentences(block);
    return found.find((span) => offset < span.end) ?? found.at(-1) ?? { start: block.start, end: block.end };
  }

  /** The next place where a word begins or ends, for edges that are moved by keys. */
  step(offset, direction, unit) {
    const number = this.numberAt(direction < 0 ? offset - 1 : offset);
    const block = this.blocks[number];
    if (direction > 0 && offset >= block.end) return this.blocks[number + 1]?.start ?? offset;
    if (unit === "character") return Math.min(Math.max(offset + direction, this.blocks[0].start), this.blocks.at(-1).end);
    const at = block.unit(offset);
    const borders = [0, ...[...block.text.matchAll(/\s+/g)].flatMap((gap) => [gap.index, gap.index + gap[0].length]), block.text.length];
    const next = direction > 0 ? borders.find((border) => border > at) : borders.findLast((border) => border < at);
    return block.offset(next ?? at);
  }
}

function* pieces(text) {
  if (globalThis.Intl?.Segmenter) {
    for (const piece of new Intl.Segmenter("da", { granularity: "sentence" }).segment(text)) {
      yield [piece.index, piece.index + piece.segment.length];
    }
    return;
  }
  for (const match of text.matchAll(/[^.!?]+[.!?]*\s*/g)) yield [match.index, match.index + match[0].length];
}
