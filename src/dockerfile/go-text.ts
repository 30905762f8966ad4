// The parts of Go's text handling that show through in Docker's behaviour: what counts as space,
// how a string is quoted in a message, how "did you mean" picks its word.

/** Go's `unicode.IsSpace`. It differs from `\s` in U+0085 (space in Go) and U+FEFF (not). */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** The first index at or after `from` that is not space; `text.length` when there is none. */
export function skipSpace(text: string, from = 0): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The index after the last character that is not space. */
export function endWithoutSpace(text: string): number {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** Go's `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  const end = endWithoutSpace(text);
  const start = skipSpace(text);
  return start >= end ? '' : text.slice(start, end);
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** Go's `%q`, for messages. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const named = NAMED_ESCAPES[character];
    const code = character.codePointAt(0) ?? 0;
    if (named !== undefined) quoted += named;
    else if (character === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) quoted += character;
    else if (code < 0x80) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${quoted}"`;
}

/** Words further apart than this many edits are not proposed; longer ones are not compared at all. */
const CLOSE_ENOUGH = 2;
const LONGEST_COMPARED = 200;

/**
 * The option that `word` was probably meant to be (at most two edits away, the first of the nearest), or
 * undefined: also when `word` is one of them, since then the mistake is elsewhere.
 */
export function suggest(word: string, options: Iterable<string>): string | undefined {
  if (word.length > LONGEST_COMPARED) return undefined;
  let best: string | undefined;
  let least = CLOSE_ENOUGH + 1;
  for (const option of options) {
    if (option === word) return undefined;
    if (Math.abs(option.length - word.length) >= least) continue;
    const distance = editDistance(word, option);
    if (distance < least) {
      least = distance;
      best = option;
    }
  }
  return best;
}

/** `suggest` without regard to case; the answer takes the word's own case when it has one. */
export function suggestAnyCase(word: string, options: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const near = options.filter((option) => Math.abs(option.length - lower.length) <= CLOSE_ENOUGH);
  const found = suggest(
    lower,
    near.map((option) => option.toLowerCase()),
  );
  return found !== undefined && word === word.toUpperCase() && word !== word.toLowerCase()
    ? found.toUpperCase()
    : found;
}

/** The tail of a message: ` (did you mean RUN?)`, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
}

/** How many edits apart, as far as that is `CLOSE_ENOUGH`: only the middle of the table can be so little. */
function editDistance(a: string, b: string): number {
  const tooFar = CLOSE_ENOUGH + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, tooFar));
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(b.length + 1).fill(tooFar);
    if (i < tooFar) row[0] = i;
    let least = row[0] ?? tooFar;
    for (let j = Math.max(1, i - CLOSE_ENOUGH); j <= Math.min(b.length, i + CLOSE_ENOUGH); j++) {
      const change = (previous[j - 1] ?? tooFar) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const edits = Math.min(change, (previous[j] ?? tooFar) + 1, (row[j - 1] ?? tooFar) + 1);
      row[j] = edits;
      least = Math.min(least, edits);
    }
    if (least >= tooFar) return tooFar;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
