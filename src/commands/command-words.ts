/**
 * A typed line as words, and words as a line that can be typed: the quoting of a POSIX shell (Shell Command Language,
 * 2.2), and none of what a shell does besides.
 */

/** The line needs a shell, or isn't finished; the message says what of it. */
export class CommandWordsError extends Error {
  override readonly name = 'CommandWordsError';
}

/** The longest line that is read, characters. */
const longestLine = 100_000;

/** @throws {CommandWordsError} for a quote that is not closed and for pipes, redirections, variables and the like. */
export function commandWords(line: string): readonly string[] {
  if (line.length > longestLine) throw new CommandWordsError('The line is too long.');
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const quoted = (end: string): string => {
    const close = line.indexOf(end, at + 1);
    if (close < 0) throw new CommandWordsError(`A quote ${end} is not closed.`);
    const text = line.slice(at + 1, close);
    at = close + 1;
    return text;
  };
  while (at < line.length) {
    const char = line.charAt(at);
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (char === "'") {
      word = (word ?? '') + quoted("'");
    } else if (char === '"') {
      const { text, next } = doubleQuoted(line, at);
      word = (word ?? '') + text;
      at = next;
    } else if (char === '\\') {
      // At the end of a line it would go on with the next one, and there is none.
      word = (word ?? '') + (line[at + 1] === '\n' ? '' : (line[at + 1] ?? ''));
      at += 2;
    } else if (char === '#' && word === undefined) {
      break;
    } else if (/[|&;<>()`]/.test(char) || (char === '$' && /[\w{(]/.test(line.charAt(at + 1)))) {
      throw new CommandWordsError(`${char} is for a shell, and this is none: one command a line.`);
    } else {
      word = (word ?? '') + char;
      at++;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function doubleQuoted(line: string, start: number): { readonly text: string; readonly next: number } {
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '"') return { text, next: at + 1 };
    if (char === '\\' && /[$`"\\\n]/.test(line.charAt(at + 1))) {
      at++;
      if (line[at] !== '\n') text += line.charAt(at);
    } else if (char === '`' || (char === '$' && /[\w{(]/.test(line.charAt(at + 1)))) {
      throw new CommandWordsError(`${char} is for a shell, and this is none: one command a line.`);
    } else {
      text += char;
    }
  }
  throw new CommandWordsError('A quote " is not closed.');
}

/** The word as it can be typed into any POSIX shell. */
export function quoteWord(word: string): string {
  if (word !== '' && /^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
