/** What Tab makes of a line that is being typed: the word before the cursor, as far as it can only mean one thing. */
import { quoteWord } from './command-words.ts';
import { groups } from './commands-elsewhere.ts';
import { commands } from './docker-syntax.ts';

/** What the page knows that a word may stand for. */
export interface CompletionSources {
  /** Names of kept images. */
  readonly images: readonly string[];
  /** Names of the Dockerfile's stages. */
  readonly stages: readonly string[];
  /** Paths of the project's files. */
  readonly files: readonly string[];
  /** Names of the Dockerfile's build arguments. */
  readonly buildArgs: readonly string[];
}

export interface Completion {
  /** The line up to the cursor. */
  readonly line: string;
  /** What the word may become, when that is more than one thing. */
  readonly candidates: readonly string[];
}

/** `line`: up to the cursor. Undefined when there is nothing to complete. */
export function complete(line: string, sources: CompletionSources): Completion | undefined {
  const start = line.search(/\S*$/);
  const word = line.slice(start);
  const before = line.slice(0, start).trim().split(/\s+/).filter(Boolean);
  const fitting = [...new Set(possible(before, word, sources))]
    .filter((each) => each.startsWith(word))
    .sort();
  const [first] = fitting;
  if (first === undefined) return undefined;
  const common = fitting.reduce(commonStart);
  const whole = fitting.length === 1;
  if (!whole && common === word) return { line, candidates: fitting };
  // Whoever goes on after = or in a folder doesn't want a space.
  const end = whole && !/[=/]$/.test(first) ? ' ' : '';
  const text = common.startsWith('-') ? common : quoteWord(common);
  return { line: `${line.slice(0, start)}${text}${end}`, candidates: whole ? [] : fitting };
}

function possible(before: readonly string[], word: string, sources: CompletionSources): readonly string[] {
  const [program, first = '', second = ''] = before;
  if (program === undefined) return ['docker', 'help', 'clear'];
  if (program !== 'docker') return [];
  const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  if (before.length === 1) return names.map((name) => name.split(' ')[0] ?? '');
  const isGroup = groups.includes(first);
  if (isGroup && before.length === 2) {
    return names.filter((name) => name.startsWith(`${first} `)).map((name) => name.slice(first.length + 1));
  }
  const wanted = isGroup ? `${first} ${second}` : first;
  const command = commands.find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
  if (command === undefined) return [];
  const previous = before.at(-1) ?? '';
  const value = valuesOf(previous, sources);
  if (value !== undefined) return value;
  if (word.startsWith('-')) return command.flags.map(({ name }) => `--${name}`);
  switch (command.name) {
    case 'build':
      return ['.'];
    case 'run':
    case 'images':
    case 'history':
    case 'image inspect':
    case 'inspect':
    case 'tag':
    case 'rmi':
      return sources.images;
    default:
      return [];
  }
}

/** Of the flag before the word, when it takes one of a few. */
function valuesOf(flag: string, { images, stages, files, buildArgs }: CompletionSources) {
  switch (flag) {
    case '--target':
      return stages;
    case '-f':
    case '--file':
      return files;
    case '-t':
    case '--tag':
      return images;
    case '--build-arg':
      return buildArgs.map((name) => `${name}=`);
    default:
      return undefined;
  }
}

function commonStart(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a.slice(0, at);
}
