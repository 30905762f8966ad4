// Wildcards in paths as Go's filepath.Match reads them: "*" and "?" stay inside one name, "[a-z]" is a
// class, "\" takes the meaning from the next character. COPY and ADD match their sources with it.

/** A pattern that is not well formed. Go says "syntax error in pattern". */
export class PathPatternError extends Error {
  constructor() {
    super('syntax error in pattern');
  }
}

export interface CharacterClass {
  readonly negated: boolean;
  readonly ranges: readonly { readonly low: number; readonly high: number }[];
}

type Part =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'class'; readonly class: CharacterClass }
  | { readonly kind: 'one' }
  | { readonly kind: 'star' };

/** A compiled pattern. */
export class PathPattern {
  readonly #parts: readonly Part[];

  /** Throws `PathPatternError`. */
  constructor(pattern: string) {
    this.#parts = compile(pattern);
  }

  /** Whether the whole of `name` matches. Takes time proportional to name times pattern at most. */
  matches(name: string): boolean {
    const characters = Array.from(name);
    const parts = this.#parts;
    let at = 0;
    let part = 0;
    let star: { part: number; at: number } | undefined;
    for (;;) {
      const current = parts[part];
      const character = characters[at];
      if (current?.kind === 'star') {
        star = { part, at };
        part++;
      } else if (current === undefined && character === undefined) {
        return true;
      } else if (current && character !== undefined && matchesOne(current, character)) {
        part++;
        at++;
      } else {
        // The last star takes one character more, but never a "/".
        const taken = star === undefined ? undefined : characters[star.at];
        if (star === undefined || taken === undefined || taken === '/') return false;
        star = { part: star.part, at: star.at + 1 };
        part = star.part + 1;
        at = star.at;
      }
    }
  }
}

/** Whether a COPY source is a pattern at all: an escaped wildcard is none. */
export function hasWildcard(path: string): boolean {
  for (let at = 0; at < path.length; at++) {
    const character = path.charAt(at);
    if (character === '\\') at++;
    else if (character === '*' || character === '?' || character === '[') return true;
  }
  return false;
}

/** Splits a path before the first name that holds a wildcard: `a/b?/c` is `a` and `b?/c`. */
export function splitAtWildcard(path: string): { readonly directory: string; readonly pattern: string } {
  const names = path.split('/');
  const first = names.findIndex(hasWildcard);
  if (first < 0) return { directory: path, pattern: '' };
  return { directory: names.slice(0, first).join('/'), pattern: names.slice(first).join('/') };
}

export function inClass(characterClass: CharacterClass, character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const found = characterClass.ranges.some(({ low, high }) => low <= code && code <= high);
  return found !== characterClass.negated;
}

/**
 * Reads the class that begins after "[" at `characters[from]`. Returns it and the index after "]".
 * Throws `PathPatternError`.
 */
export function readClass(
  characters: readonly string[],
  from: number,
): { readonly class: CharacterClass; readonly next: number } {
  let at = from;
  const negated = characters[at] === '^';
  if (negated) at++;
  const ranges: { low: number; high: number }[] = [];
  const bound = (): number => {
    const character = characters[at];
    if (character === undefined || character === '-' || character === ']') throw new PathPatternError();
    if (character === '\\') at++;
    const code = characters[at]?.codePointAt(0);
    if (code === undefined) throw new PathPatternError();
    at++;
    return code;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = bound();
    let high = low;
    if (characters[at] === '-') {
      at++;
      high = bound();
    }
    ranges.push({ low, high });
  }
  return { class: { negated, ranges }, next: at + 1 };
}

function compile(pattern: string): readonly Part[] {
  const characters = Array.from(pattern);
  const parts: Part[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') {
      if (parts[parts.length - 1]?.kind !== 'star') parts.push({ kind: 'star' });
    } else if (character === '?') parts.push({ kind: 'one' });
    else if (character === '[') {
      const read = readClass(characters, at + 1);
      parts.push({ kind: 'class', class: read.class });
      at = read.next - 1;
    } else if (character === '\\') {
      const escaped = characters[++at];
      if (escaped === undefined) throw new PathPatternError();
      parts.push({ kind: 'character', character: escaped });
    } else parts.push({ kind: 'character', character });
  }
  return parts;
}

function matchesOne(part: Part, character: string): boolean {
  switch (part.kind) {
    case 'character':
      return part.character === character;
    case 'class':
      return inClass(part.class, character);
    case 'one':
      return character !== '/';
    case 'star':
      return false;
  }
}
