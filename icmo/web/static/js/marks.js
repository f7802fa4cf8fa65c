// What marks the text: codings, suggestions, configurations and memos, found quickly by their place.

export class Marks {
  constructor(text, data) {
    this.text = text;
    this.take(data);
  }

  take(data) {
    this.number = data.number;
    this.renewed = data.renewed;
    this.codings = new Map(data.codings.map((one) => [one.guid, one]));
    this.suggestions = new Map(data.suggestions.map((one) => [one.guid, one]));
    this.configurations = new Map(data.configurations.map((one) => [one.guid, one]));
    this.memos = data.memos;
    this.byBlock = this.text.blocks.map(() => []);
    for (const one of data.codings) this.place(one);
    for (const one of data.suggestions) this.place(one);
  }

  place(mark) {
    for (const number of this.numbers(mark)) this.byBlock[number].push(mark);
  }

  numbers({ start, end }) {
    const found = [];
    for (let n = this.text.numberAt(start); n < this.byBlock.length && this.text.blocks[n].start < end; n++) {
      if (this.text.blocks[n].end > start) found.push(n);
    }
    return found;
  }

  add(coding) {
    this.remove(coding.guid);
    this.codings.set(coding.guid, coding);
    this.place(coding);
    return this.numbers(coding);
  }

  /** Take a coding or a suggestion away; gives the numbers of the blocks that it stood in. */
  remove(guid) {
    const mark = this.codings.get(guid) ?? this.suggestions.get(guid);
    if (!mark) return [];
    this.codings.delete(guid);
    this.suggestions.delete(guid);
    const numbers = this.numbers(mark);
    for (const n of numbers) this.byBlock[n] = this.byBlock[n].filter((one) => one.guid !== guid);
    return numbers;
  }

  isSuggestion(mark) {
    return this.suggestions.has(mark.guid);
  }

  /** The marks that share a character with a span, the shortest first. */
  touching(start, end) {
    const found = new Set();
    for (const n of this.numbers({ start, end: Math.max(end, start + 1) })) {
      for (const mark of this.byBlock[n]) if (mark.start < Math.max(end, start + 1) && mark.end > start) found.add(mark);
    }
    return [...found].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
  }

  inOrder() {
    return [...this.codings.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  openSuggestions() {
    return [...this.suggestions.values()].sort((a, b) => a.start - b.start || b.score - a.score);
  }

  memosAbout(subject) {
    return this.memos.filter((memo) => memo.subject === subject);
  }
}
