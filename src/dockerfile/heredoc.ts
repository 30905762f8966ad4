// Here-documents: how a word like `<<-"EOT"` names one, and what text its body gives.
// Dockerfile reference, "Here-Documents".

import { type Environment, type Expansion, ExpansionError, expandText } from './expand.ts';
import type { Heredoc } from './instruction.ts';

export interface HeredocWord {
  readonly name: string;
  readonly chomp: boolean;
  /** False when any part of the name is quoted. */
  readonly expand: boolean;
  readonly fileDescriptor: number;
}

/** More here-documents than this on one line are a mistake or an attack. */
const MAX_HEREDOCS = 100;

const HEREDOC_WORD = /^(\d*)<<(-?)([^<]+)$/;
const PLAIN_NAME = /^[\w.]+$/;

/**
 * The here-document that `word` begins, or undefined when it is none. Throws `ExpansionError` when the
 * name's quotes are not closed.
 */
export function parseHeredocWord(word: string): HeredocWord | undefined {
  const match = HEREDOC_WORD.exec(word);
  const rest = match?.[3];
  if (!match || rest === undefined) return undefined;
  const chomp = match[2] === '-';
  const fileDescriptor = Math.min(Number(match[1] ?? '0'), 0x7fffffff);
  if (PLAIN_NAME.test(rest)) return { name: rest, chomp, expand: true, fileDescriptor };
  const plain = expandText(rest, undefined, { keepUndefined: true }).words;
  const raw = expandText(rest, undefined, { keepUndefined: true, keepQuotes: true }).words;
  const [name] = plain;
  const [rawName] = raw;
  if (plain.length !== 1 || raw.length !== 1 || name === undefined || rawName === undefined) return undefined;
  return { name, chomp, expand: countQuotes(name) === countQuotes(rawName), fileDescriptor };
}

/** The here-documents that an instruction's line begins, in order. Throws `ExpansionError`. */
export function heredocsInLine(line: string): readonly HeredocWord[] {
  if (!line.includes('<<')) return [];
  let words: readonly string[];
  try {
    words = expandText(line, undefined, { keepQuotes: true, keepEscapes: true, keepUndefined: true }).words;
  } catch (error) {
    // A line that the shell would not take has no here-documents; what is wrong with it shows later.
    if (error instanceof ExpansionError) return [];
    throw error;
  }
  const found: HeredocWord[] = [];
  for (const word of words) {
    const heredoc = parseHeredocWord(word);
    if (heredoc) found.push(heredoc);
    if (found.length > MAX_HEREDOCS)
      throw new ExpansionError(`more than ${MAX_HEREDOCS} heredocs in one line`);
  }
  return found;
}

/** The body as the builder uses it: without leading tabs for `<<-`. Variables are still in it. */
export function heredocText(heredoc: Heredoc): string {
  return heredoc.chomp ? heredoc.content.replace(/^\t+/gm, '') : heredoc.content;
}

/**
 * What COPY and ADD write for a heredoc: variables expanded unless its name was quoted, quotes left alone.
 * Throws `ExpansionError`.
 */
export function expandHeredoc(heredoc: Heredoc, environment: Environment): Expansion {
  const text = heredocText(heredoc);
  if (heredoc.expand) return expandText(text, environment, { ignoreQuotes: true });
  return { text, words: [], used: new Set(), missing: new Set() };
}

function countQuotes(text: string): number {
  let count = 0;
  for (const character of text) if (character === '"' || character === "'") count++;
  return count;
}
