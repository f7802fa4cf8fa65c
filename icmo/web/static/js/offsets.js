// The border between JavaScript, which counts UTF-16 units, and icmo, which counts code points.

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

/** Whether the two ways of counting differ for a text. */
export const differs = (text) => ASTRAL.test(text);

/** The UTF-16 index of a code point; past the end: the end. */
export function toUtf16(text, point) {
  let index = 0;
  for (let n = 0; n < point && index < text.length; n++) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}

/** The code point at a UTF-16 index; within a pair: the character that it belongs to. */
export function toCodePoint(text, index) {
  let point = 0;
  for (let at = 0; at < Math.min(index, text.length); point++) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
    if (at > index) return point;
  }
  return point;
}
