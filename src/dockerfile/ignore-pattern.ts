// One pattern of a .dockerignore file, as moby/patternmatcher reads it: "**" is any number of directories,
// "*" and "?" stay inside one name. Compiled to a small automaton, so that no pattern can make it backtrack.

import { type CharacterClass, inClass, PathPattern, readClass } from './path-pattern.ts';

type State =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'class'; readonly class: CharacterClass }
  /** Any character but "/". */
  | { readonly kind: 'one' }
  /** Any characters but "/", none included. */
  | { readonly kind: 'star' }
  /** Any characters at all, none included. */
  | { readonly kind: 'rest' }
  /** Either nothing, or what the next state (`directories`) takes. */
  | { readonly kind: 'optional directories' }
  /** Any characters up to a "/", the last one or any before. */
  | { readonly kind: 'directories' }
  /** Nothing matches. */
  | { readonly kind: 'never' };

type Matcher =
  | { readonly kind: 'exact' }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'suffix'; readonly suffix: string }
  | { readonly kind: 'states'; readonly states: readonly State[] };

/** A cleaned pattern (`cleanPath`), without "!". A "*" or "?" inside "[…]" is taken as itself. */
export class IgnorePattern {
  readonly text: string;
  readonly #matcher: Matcher;
  /** What every matching path begins with; the whole pattern when it has no wildcard. */
  readonly literalStart: string;
  readonly hasWildcard: boolean;

  /** Throws `PathPatternError` when the pattern is not well formed. */
  constructor(text: string) {
    this.text = text;
    // Only for its errors: patternmatcher asks Go's filepath.Match in the same way.
    new PathPattern(text);
    this.#matcher = compile(text);
    const wild = /[*?[\]\\]/.exec(text)?.index;
    this.hasWildcard = wild !== undefined;
    this.literalStart = wild === undefined ? text : text.slice(0, wild);
  }

  /** Whether exactly this path matches; that a directory above it matches is the caller's business. */
  matches(path: string): boolean {
    const matcher = this.#matcher;
    switch (matcher.kind) {
      case 'exact':
        return path === this.text;
      case 'prefix':
        return path.startsWith(matcher.prefix);
      case 'suffix':
        return (
          path.endsWith(matcher.suffix) ||
          (matcher.suffix.startsWith('/') && path === matcher.suffix.slice(1))
        );
      case 'states':
        return runStates(matcher.states, path);
    }
  }
}

function compile(text: string): Matcher {
  const characters = Array.from(text);
  const states: State[] = [];
  let kind: Matcher['kind'] = 'exact';
  let first = true;
  for (let at = 0; at < characters.length; first = false) {
    const character = characters[at++] ?? '';
    if (character === '*' && characters[at] === '*') {
      at++;
      if (characters[at] === '/') at++;
      if (at < characters.length) {
        states.push({ kind: 'optional directories' }, { kind: 'directories' });
        kind = 'states';
      } else if (kind === 'exact') kind = 'prefix';
      else {
        states.push({ kind: 'rest' });
        kind = 'states';
      }
      if (first) kind = 'suffix';
    } else if (character === '*' || character === '?') {
      states.push({ kind: character === '*' ? 'star' : 'one' });
      kind = 'states';
    } else if (character === '[') {
      const read = readClass(characters, at);
      states.push({ kind: 'class', class: read.class });
      at = read.next;
      kind = 'states';
    } else if (character === '\\' && at < characters.length) {
      states.push({ kind: 'character', character: characters[at++] ?? '' });
      kind = 'states';
    } else if (character === ']') {
      states.push({ kind: 'character', character });
      kind = 'states';
    } else if (character === '^') {
      // patternmatcher forgets to escape it in its regular expression, where it means "start of text".
      if (!first) states.push({ kind: 'never' });
    } else states.push({ kind: 'character', character });
  }
  switch (kind) {
    case 'exact':
      return { kind };
    case 'prefix':
      return { kind, prefix: text.slice(0, -2) };
    case 'suffix':
      return { kind, suffix: text.slice(2) };
    case 'states':
      return { kind, states };
  }
}

function runStates(states: readonly State[], path: string): boolean {
  let current = new Set<number>();
  const enter = (set: Set<number>, from: number) => {
    let at = from;
    for (;;) {
      set.add(at);
      const kind = states[at]?.kind;
      if (kind === 'star' || kind === 'rest') at++;
      else if (kind === 'optional directories') {
        set.add(at + 1);
        at += 2;
      } else return;
    }
  };
  enter(current, 0);
  for (const character of path) {
    const next = new Set<number>();
    for (const at of current) {
      const state = states[at];
      switch (state?.kind) {
        case 'character':
          if (state.character === character) enter(next, at + 1);
          break;
        case 'class':
          if (inClass(state.class, character)) enter(next, at + 1);
          break;
        case 'one':
          if (character !== '/') enter(next, at + 1);
          break;
        case 'star':
          if (character !== '/') enter(next, at);
          break;
        case 'rest':
          enter(next, at);
          break;
        case 'directories':
          next.add(at);
          if (character === '/') enter(next, at + 1);
          break;
      }
    }
    if (next.size === 0) return false;
    current = next;
  }
  return current.has(states.length);
}
