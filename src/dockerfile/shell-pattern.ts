// The wildcard patterns inside `${name#pattern}`, `${name%pattern}` and `${name/pattern/text}`: "*" is any
// text, "?" any character, no brackets. Matched without backtracking, as BuildKit's shell.Lex defines them.

type Token =
  | { readonly kind: 'literal'; readonly character: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'any' };

/** Characters times pattern tokens that one substitution may compare before it is refused. */
const MAX_WORK = 20_000_000;

/** A pattern that no shell would take, or one too large to match. `message` says which. */
export class PatternError extends Error {}

/** `${value#pattern}` and `##` (longest), `${value%pattern}` and `%%`. */
export function trimMatch(value: string, pattern: string, side: 'start' | 'end', longest: boolean): string {
  const tokens = parsePattern(pattern);
  const characters = Array.from(value);
  if (side === 'end') {
    tokens.reverse();
    characters.reverse();
  }
  const length = matchAt(characters, 0, tokens, longest, { left: MAX_WORK });
  if (length === undefined) return value;
  const rest = characters.slice(length);
  return (side === 'end' ? rest.reverse() : rest).join('');
}

/** `${value/pattern/text}`, and `//` for all matches. The longest match at the leftmost place counts. */
export function replaceMatches(value: string, pattern: string, replacement: string, all: boolean): string {
  const tokens = parsePattern(pattern);
  const characters = Array.from(value);
  const work = { left: MAX_WORK };
  let result = '';
  let copied = 0;
  for (let at = 0; at <= characters.length; ) {
    const length = matchAt(characters, at, tokens, true, work);
    if (length === undefined) {
      at++;
      continue;
    }
    result += characters.slice(copied, at).join('');
    // As in Go: an empty match directly after the previous match does not count.
    if (at + length > copied || at === 0) result += replacement;
    copied = at + length;
    if (!all) break;
    at = Math.max(copied, at + 1);
  }
  return result + characters.slice(copied).join('');
}

function parsePattern(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') tokens.push({ kind: 'any' });
    else if (character === '?') tokens.push({ kind: 'one' });
    else if (character !== '\\') tokens.push({ kind: 'literal', character });
    else {
      const next = characters[at + 1] ?? '\ufffd';
      // "\}" and "\/" are there for the reader of ${...}, not for the pattern.
      if (next === '}' || next === '/') continue;
      if (next !== '*' && next !== '?' && next !== '\\') throw new PatternError(`invalid escape '\\${next}'`);
      tokens.push({ kind: 'literal', character: next });
      at++;
    }
  }
  return tokens;
}

/** The length of the match that starts at `start`; undefined when there is none. Wildcards stop at "\n". */
function matchAt(
  text: readonly string[],
  start: number,
  tokens: readonly Token[],
  longest: boolean,
  work: { left: number },
): number | undefined {
  let states = new Set<number>();
  const enter = (set: Set<number>, state: number) => {
    let at = state;
    set.add(at);
    while (tokens[at]?.kind === 'any') set.add(++at);
  };
  enter(states, 0);
  let found: number | undefined;
  for (let at = start; ; at++) {
    if (states.has(tokens.length)) {
      found = at - start;
      if (!longest) return found;
    }
    const character = text[at];
    if (character === undefined || states.size === 0) return found;
    work.left -= states.size;
    if (work.left < 0) throw new PatternError('the pattern and the value are too long to compare');
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (!token) continue;
      if (token.kind === 'any') {
        if (character !== '\n') enter(next, state);
      } else if (token.kind === 'one' ? character !== '\n' : token.character === character) {
        enter(next, state + 1);
      }
    }
    states = next;
  }
}
