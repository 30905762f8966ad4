// Variable expansion in the words of a Dockerfile: quotes, escapes, `$name` and every `${name…}` form that
// BuildKit's shell.Lex knows, with a note of which variables were used and which were not defined.

import { isSpace, quote } from './go-text.ts';
import { DockerfileError, linesOf } from './problem.ts';
import { PatternError, replaceMatches, trimMatch } from './shell-pattern.ts';
import type { Argument } from './source.ts';

/** The variables a word can see. */
export interface Environment {
  get(name: string): string | undefined;
  /** All names, for "did you mean". */
  names(): Iterable<string>;
}

export interface ExpandOptions {
  /** The escape character; "\" unless the Dockerfile says `# escape=`. */
  readonly escape?: '\\' | '`';
  /** Keep quote characters in the result. */
  readonly keepQuotes?: boolean;
  /** Keep escape characters in the result. */
  readonly keepEscapes?: boolean;
  /** Quotes are ordinary characters (the bodies of heredocs). */
  readonly ignoreQuotes?: boolean;
  /** Leave `$name` as it is when the variable is not defined. */
  readonly keepUndefined?: boolean;
}

export interface Expansion {
  readonly text: string;
  /** The text split at unquoted space; an unquoted empty result gives no word. */
  readonly words: readonly string[];
  /** Variables that were defined. */
  readonly used: ReadonlySet<string>;
  /** Variables that were not. */
  readonly missing: ReadonlySet<string>;
}

/** A word that can't be expanded. `message` is Docker's: `failed to process "${}": syntax error: …`. */
export class ExpansionError extends Error {
  /** Variables that were not defined, as far as the word was read. */
  readonly missing: ReadonlySet<string>;

  constructor(message: string, missing: ReadonlySet<string> = new Set()) {
    super(message);
    this.missing = missing;
  }
}

/** `${a:-${a:-…` may be this deep; a person's are two or three deep. */
const MAX_DEPTH = 100;

/**
 * Characters that variables may add to one text: as much as Linux lets one argument have (MAX_ARG_STRLEN). Without
 * a bound forty lines of `ENV A=$A$A` would fill all memory.
 */
const MAX_FILLED_IN = 128 * 1024;

const NO_VARIABLES: Environment = { get: () => undefined, names: () => [] };

/** Expands one word or line. Throws `ExpansionError`. */
export function expandText(
  text: string,
  environment: Environment = NO_VARIABLES,
  options: ExpandOptions = {},
): Expansion {
  const reader = new WordReader(text, environment, options);
  try {
    const { result, words } = reader.readAll();
    return { text: result, words, used: reader.used, missing: reader.missing };
  } catch (error) {
    if (!(error instanceof SyntaxMistake)) throw error;
    throw new ExpansionError(
      `failed to process ${quote(abbreviate(text))}: ${error.message}`,
      reader.missing,
    );
  }
}

/** Expands an instruction's argument. Throws `DockerfileError` at the argument's place. */
export function expandArgument(
  argument: Argument,
  environment: Environment,
  options: ExpandOptions = {},
): Expansion {
  try {
    return expandText(argument.text, environment, options);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    throw new DockerfileError({
      code: 'BadExpansion',
      severity: 'error',
      message: error.message,
      explanation: `Variables are written $NAME or \${NAME}, also \${NAME:-default}, \${NAME:+alternative} and \${NAME:?message}. Quotes must be closed. To write a plain "$", put "\\" before it.`,
      range: argument.range,
      namesLine: false,
      lines: linesOf(argument.range),
    });
  }
}

function abbreviate(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}

/** A run of characters that mean nothing, whatever the options and wherever the run stands. */
const ORDINARY = /[^$'"\\`}/\s\u0085]+/y;

/** The same between double quotes. */
const ORDINARY_IN_QUOTES = /[^$"\\`]+/y;

/** Of a variable: a position, or letters, digits and "_". */
const NUMBER = /\p{Nd}+/uy;
const NAME = /[\p{L}\p{Nd}_]+/uy;

class SyntaxMistake extends Error {}
/** These are told as they are, wherever the text ends. */
class TooMuch extends SyntaxMistake {}

/** Collects words while the text is read: expanded text splits at spaces, quoted text doesn't. */
class WordSplitter {
  readonly words: string[] = [];
  #word = '';
  #inWord = false;

  add(character: string): void {
    if (!isSpace(character.charCodeAt(0))) this.addWhole(character);
    else if (this.#inWord && this.#word !== '') {
      this.words.push(this.#word);
      this.#word = '';
      this.#inWord = false;
    }
  }

  addEach(text: string): void {
    for (const character of text) this.add(character);
  }

  addWhole(text: string): void {
    this.#word += text;
    this.#inWord = true;
  }

  finish(): readonly string[] {
    if (this.#word !== '') this.words.push(this.#word);
    this.#word = '';
    return this.words;
  }
}

class WordReader {
  readonly used = new Set<string>();
  readonly missing = new Set<string>();
  readonly #text: string;
  readonly #environment: Environment;
  readonly #options: ExpandOptions;
  readonly #escape: string;
  #keepEscapes: boolean;
  #at = 0;
  #depth = 0;
  #filledIn = 0;

  constructor(text: string, environment: Environment, options: ExpandOptions) {
    this.#text = text;
    this.#environment = environment;
    this.#options = options;
    this.#escape = options.escape ?? '\\';
    this.#keepEscapes = options.keepEscapes ?? false;
  }

  readAll(): { result: string; words: readonly string[] } {
    return this.#readUntil(undefined, this.#keepEscapes);
  }

  #peek(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #next(): string {
    const character = this.#peek();
    this.#at += character.length;
    return character;
  }

  /** Reads up to `stop` (and takes it), or to the end without one. */
  #readUntil(stop: string | undefined, keepEscapes: boolean): { result: string; words: readonly string[] } {
    if (++this.#depth > MAX_DEPTH) {
      throw new TooMuch(`substitutions are nested more than ${MAX_DEPTH} deep`);
    }
    const outer = this.#keepEscapes;
    this.#keepEscapes = keepEscapes;
    let result = '';
    const words = new WordSplitter();
    for (;;) {
      const run = this.#run(ORDINARY);
      if (run !== '') {
        words.addWhole(run);
        result += run;
      }
      const character = this.#peek();
      if (character === '') {
        if (stop === undefined) break;
        throw new SyntaxMistake(`unexpected end of statement while looking for matching ${stop}`);
      }
      if (character === stop) {
        this.#next();
        break;
      }
      if (character === '$') {
        const value = this.#dollar();
        result += value;
        words.addEach(value);
      } else if ((character === "'" || character === '"') && !this.#options.ignoreQuotes) {
        const quoted = character === "'" ? this.#singleQuoted() : this.#doubleQuoted();
        result += quoted;
        words.addWhole(quoted);
      } else {
        this.#next();
        if (character !== this.#escape) {
          words.add(character);
          result += character;
          continue;
        }
        if (this.#keepEscapes) {
          words.addWhole(character);
          result += character;
        }
        const escaped = this.#next();
        words.addWhole(escaped);
        result += escaped;
      }
    }
    this.#keepEscapes = outer;
    this.#depth--;
    return { result, words: words.finish() };
  }

  /** Reads what the pattern, a sticky one, matches here. */
  #run(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const run = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += run.length;
    return run;
  }

  #singleQuoted(): string {
    const start = this.#at;
    const end = this.#text.indexOf("'", start + 1);
    if (end < 0) {
      this.#at = this.#text.length;
      throw new SyntaxMistake('unexpected end of statement while looking for matching single-quote');
    }
    this.#at = end + 1;
    return this.#options.keepQuotes ? this.#text.slice(start, end + 1) : this.#text.slice(start + 1, end);
  }

  #doubleQuoted(): string {
    let result = this.#options.keepQuotes ? '"' : '';
    this.#next();
    for (;;) {
      result += this.#run(ORDINARY_IN_QUOTES);
      const character = this.#peek();
      if (character === '') {
        throw new SyntaxMistake('unexpected end of statement while looking for matching double-quote');
      }
      if (character === '$') {
        result += this.#dollar();
        continue;
      }
      this.#next();
      if (character === '"') return this.#options.keepQuotes ? `${result}"` : result;
      if (character !== this.#escape) {
        result += character;
        continue;
      }
      if (this.#keepEscapes) result += character;
      const next = this.#peek();
      // Between double quotes only these three lose their escape; before others it stays.
      if (next === '"' || next === '$' || next === this.#escape) result += this.#next();
      else if (next !== '') result += character;
    }
  }

  #dollar(): string {
    this.#next();
    if (this.#peek() !== '{') {
      const name = this.#name();
      if (name === '') return '$';
      const value = this.#lookUp(name);
      return value ?? (this.#options.keepUndefined ? `$${name}` : '');
    }
    this.#next();
    const first = this.#peek();
    if (first === '') throw new SyntaxMistake("syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') {
      throw new SyntaxMistake('syntax error: bad substitution');
    }
    const name = this.#name();
    let operator = this.#next();
    let written = operator;
    if (operator === '}') {
      const value = this.#lookUp(name);
      return value ?? (this.#options.keepUndefined ? `\${${name}}` : '');
    }
    if (operator === '/') return this.#replace(name);
    const colon = operator === ':';
    if (colon) {
      operator = this.#next();
      written += operator === '' ? '\ufffd' : operator;
    }
    if (!colon && (operator === '' || !'+-?#%'.includes(operator))) {
      throw new SyntaxMistake(`unsupported modifier (${operator || '\ufffd'}) in substitution`);
    }
    const word = this.#readPart('}', operator === '#' || operator === '%', "syntax error: missing '}'");
    const value = this.#lookUp(name);
    if (value === undefined && this.#options.keepUndefined) return `\${${name}${written}${word}}`;
    const empty = value === undefined || (colon && value === '');
    switch (operator) {
      case '-':
        return empty ? word : value;
      case '+':
        return empty ? '' : word;
      case '?':
        if (!empty) return value;
        throw new SyntaxMistake(
          `${name}: ${word || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`,
        );
      case '#':
      case '%': {
        const longest = word.startsWith(operator);
        const pattern = longest ? word.slice(1) : word;
        return this.#matching(pattern, () =>
          trimMatch(value ?? '', pattern, operator === '#' ? 'start' : 'end', longest),
        );
      }
      default:
        throw new SyntaxMistake(`unsupported modifier (${written}) in substitution`);
    }
  }

  #replace(name: string): string {
    const all = this.#peek() === '/';
    if (all) this.#next();
    const pattern = this.#readPart('/', true, `syntax error: missing '/' in \${}`);
    const replacement = this.#readPart('}', true, "syntax error: missing '}'");
    const value = this.#lookUp(name);
    if (value === undefined && this.#options.keepUndefined) return `\${${name}/${pattern}/${replacement}}`;
    return this.#matching(pattern, () => replaceMatches(value ?? '', pattern, replacement, all));
  }

  /** Part of a `${…}`; when the text ends inside it, `ifUnclosed` is what is wrong. */
  #readPart(stop: string, keepEscapes: boolean, ifUnclosed: string): string {
    try {
      return this.#readUntil(stop, keepEscapes).result;
    } catch (error) {
      if (error instanceof SyntaxMistake && !(error instanceof TooMuch) && this.#at >= this.#text.length) {
        throw new SyntaxMistake(ifUnclosed);
      }
      throw error;
    }
  }

  #matching(pattern: string, match: () => string): string {
    try {
      return match();
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      throw new SyntaxMistake(`invalid pattern (${abbreviate(pattern)}) in substitution: ${error.message}`);
    }
  }

  /** Letters, digits and "_"; a number; or one special parameter such as "@". */
  #name(): string {
    const number = this.#run(NUMBER);
    if (number !== '') return number;
    const first = this.#peek();
    return first !== '' && '@*#?-$!'.includes(first) ? this.#next() : this.#run(NAME);
  }

  #lookUp(name: string): string | undefined {
    const value = this.#environment.get(name);
    if (value === undefined) this.missing.add(name);
    else this.used.add(name);
    this.#filledIn += value?.length ?? 0;
    if (this.#filledIn > MAX_FILLED_IN) {
      throw new TooMuch(`variables add more than ${MAX_FILLED_IN} characters`);
    }
    return value;
  }
}
