// How an instruction's line falls into keyword, flags and arguments: by spaces, by quoted words, as
// NAME=value pairs, or as a JSON array. Follows the line parsers of BuildKit's frontend/dockerfile/parser.

import type { Fix } from './fix.ts';
import { endWithoutSpace, isSpace, quote, skipSpace } from './go-text.ts';
import type { Flag, KeyValue } from './instruction.ts';
import type { LogicalLine } from './logical-line.ts';
import type { Argument, SourceRange } from './source.ts';

/** A mistake in one instruction; the parser turns it into a `Problem`. */
export class InstructionMistake extends Error {
  readonly code: string;
  readonly explanation: string;
  /** Undefined: the whole instruction. */
  readonly range: SourceRange | undefined;
  /** BuildKit finds these in its first pass and prints them without "dockerfile parse error on line N". */
  readonly firstPass: boolean;
  readonly fix: Fix | undefined;

  constructor(
    code: string,
    message: string,
    explanation: string,
    range?: SourceRange,
    pass: 'first' | 'second' = 'second',
    fix?: Fix,
  ) {
    super(message);
    this.code = code;
    this.explanation = explanation;
    this.range = range;
    this.firstPass = pass === 'first';
    this.fix = fix;
  }
}

/** A flag as written, before anyone asked whether the instruction knows it. */
export type RawFlag = Omit<Flag, 'labs'>;

export interface SplitLine {
  readonly line: LogicalLine;
  readonly keyword: Argument;
  readonly flags: readonly RawFlag[];
  /** The arguments are `line.text[start, end)`, without space around. */
  readonly start: number;
  readonly end: number;
}

/** The characters that BuildKit splits fields at; unlike `isSpace`, ASCII only and without "\n". */
function isFieldSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c || code === 0x0d;
}

/** Splits `text[from, …)` of a line into keyword, flags and the rest. */
export function splitLine(line: LogicalLine, from = 0): SplitLine {
  const text = line.text;
  const start = skipSpace(text, from);
  const end = Math.max(start, endWithoutSpace(text));
  let keywordEnd = start;
  while (keywordEnd < end && !isFieldSpace(text.charCodeAt(keywordEnd))) keywordEnd++;
  const keyword = line.argument(start, keywordEnd);
  const { flags, next } = readFlags(line, keywordEnd, end);
  const argsStart = Math.min(skipSpace(text, next), end);
  return { line, keyword, flags, start: argsStart, end };
}

/** Reads `--name=value` words up to the first word that is none, or up to a lone `--`. */
function readFlags(line: LogicalLine, from: number, end: number): { flags: RawFlag[]; next: number } {
  const flags: RawFlag[] = [];
  let at = from;
  for (;;) {
    at = skipSpace(line.text, at);
    if (at >= end || !line.text.startsWith('--', at)) return { flags, next: Math.min(at, end) };
    const start = at;
    let word = '';
    let valueStart: number | undefined;
    let quoted: string | undefined;
    for (; at < end; at++) {
      const character = line.text.charAt(at);
      if (quoted === undefined && isSpace(character.charCodeAt(0))) break;
      if (quoted === undefined ? character === '"' || character === "'" : character === quoted) {
        quoted = quoted === undefined ? character : undefined;
        continue;
      }
      let taken = character;
      if (character === '\\') {
        at++;
        if (at >= end) break;
        taken = line.text.charAt(at);
      }
      word += taken;
      if (taken === '=' && valueStart === undefined) valueStart = at + 1;
    }
    at = Math.min(at, end);
    if (word === '--') return { flags, next: at };
    const equals = word.indexOf('=');
    const range = line.range(start, at);
    flags.push(
      equals < 0
        ? { name: word.slice(2), range }
        : {
            name: word.slice(2, equals),
            value: line.argument(valueStart ?? at, at, word.slice(equals + 1)),
            range,
          },
    );
  }
}

/** The arguments as one text, or undefined when there are none. */
export function wholeArgument(split: SplitLine): Argument | undefined {
  return split.start < split.end ? split.line.argument(split.start, split.end) : undefined;
}

/** The arguments split at spaces; quotes mean nothing. */
export function fields(split: SplitLine): readonly Argument[] {
  const { line, start, end } = split;
  const found: Argument[] = [];
  for (let at = start; at < end; ) {
    const from = at;
    while (at < end && !isFieldSpace(line.text.charCodeAt(at))) at++;
    found.push(line.argument(from, at));
    while (at < end && isFieldSpace(line.text.charCodeAt(at))) at++;
  }
  return found;
}

/** A word and where it stands in its logical line: `[at, end)`. Not in the source, as there may be very many. */
export interface QuotedWord {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** The arguments split at unquoted spaces; quotes and escapes stay in the words. */
export function quotedWords(split: SplitLine, escapeCharacter: string): readonly QuotedWord[] {
  const { line, start, end } = split;
  const text = line.text;
  const found: QuotedWord[] = [];
  for (let at = skipSpace(text, start); at < end; at = skipSpace(text, at)) {
    const from = at;
    let quoted: string | undefined;
    let danglingEscape = false;
    for (; at < end; at++) {
      const character = text.charAt(at);
      if (quoted === undefined && isSpace(character.charCodeAt(0))) break;
      if (character === escapeCharacter && quoted !== "'") {
        danglingEscape = at + 1 >= end;
        at++;
      } else if (quoted === undefined && (character === '"' || character === "'")) quoted = character;
      else if (character === quoted) quoted = undefined;
    }
    at = Math.min(at, end);
    const word = text.slice(from, danglingEscape ? at - 1 : at);
    if (word !== '') found.push({ text: word, at: from, end: at });
  }
  return found;
}

/** ENV's and LABEL's arguments: `name=value …`, or the old `name value with spaces`. */
export function keyValues(
  split: SplitLine,
  escapeCharacter: string,
): { readonly pairs: readonly KeyValue[]; readonly legacy: boolean } {
  const keyword = split.keyword.text.toUpperCase();
  const words = quotedWords(split, escapeCharacter);
  const [first] = words;
  if (!first) return { pairs: [], legacy: false };
  if (!first.text.includes('=')) return { pairs: [legacyPair(split, keyword)], legacy: true };
  const pairs = words.map((word): KeyValue => {
    const equals = word.text.indexOf('=');
    if (equals < 0) {
      throw new InstructionMistake(
        'MissingEquals',
        `Syntax error - can't find = in ${quote(word.text)}. Must be of the form: name=value`,
        `Each part of ${keyword} is name=value. If this word belongs to the value before it, put that value in quotes: name="two words".`,
        split.line.range(word.at, word.end),
        'first',
      );
    }
    return splitPair(split.line, word, equals);
  });
  return { pairs, legacy: false };
}

/** `name=value`, split at the "=" that stands at `equals` of the word. */
export function splitPair(line: LogicalLine, word: QuotedWord, equals: number): KeyValue {
  const end = word.at + word.text.length;
  return {
    key: line.argument(word.at, word.at + equals),
    value: line.argument(word.at + equals + 1, end),
  };
}

function legacyPair(split: SplitLine, keyword: string): KeyValue {
  const { line, start, end } = split;
  let nameEnd = start;
  while (nameEnd < end && !isFieldSpace(line.text.charCodeAt(nameEnd))) nameEnd++;
  if (nameEnd >= end) {
    throw new InstructionMistake(
      'MissingValue',
      `${keyword} must have two arguments`,
      `${keyword} needs a name and a value: ${keyword} ${line.text.slice(start, nameEnd)}=value. For an empty value write ${line.text.slice(start, nameEnd)}="".`,
      line.range(start, nameEnd),
      'first',
    );
  }
  let valueStart = nameEnd;
  while (isFieldSpace(line.text.charCodeAt(valueStart))) valueStart++;
  return { key: line.argument(start, nameEnd), value: line.argument(valueStart, end) };
}

/**
 * The arguments as a JSON array of strings; undefined when they are not JSON, and then they mean what they
 * say: `CMD ['a']` is a command for the shell. An array that holds anything but strings is a mistake.
 */
export function jsonStrings(split: SplitLine): readonly Argument[] | undefined {
  const { line, start, end } = split;
  if (line.text.charCodeAt(start) !== 0x5b) return undefined;
  const text = line.text.slice(start, end);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const ends = jsonStringPlaces(text);
  return parsed.map((value: unknown, index): Argument => {
    if (typeof value !== 'string') {
      throw new InstructionMistake(
        'JsonNotStrings',
        'when using JSON array syntax, arrays must be comprised of strings only',
        'Put each word in double quotes, numbers too: ["sleep", "5"].',
        line.range(start, end),
        'first',
      );
    }
    const place = ends[index];
    return line.argument(start + (place?.start ?? 0), start + (place?.end ?? 0), wellFormed(value));
  });
}

function jsonStringPlaces(json: string): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  for (let at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at)) {
    const start = at;
    at++;
    while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
    at++;
    places.push({ start, end: at });
  }
  return places;
}

/** Go's decoder puts U+FFFD where JSON escapes half a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
