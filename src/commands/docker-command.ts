/**
 * What a typed line asks for: a command of Docker's as data, or what Docker says to a line like that. Nothing is
 * carried out here.
 */
import { CommandWordsError, commandWords } from './command-words.ts';
import { groups, notHere, notHereIn } from './commands-elsewhere.ts';
import { type CommandSyntax, commands } from './docker-syntax.ts';
import { type Flag, FlagError, type GivenFlag, isOn, readFlags } from './flags.ts';

export interface BuildCommand {
  readonly command: 'build';
  /** The build context; here always the project, `.`. */
  readonly context: string;
  readonly file?: string;
  readonly tags: readonly string[];
  readonly target?: string;
  /** `NAME=value` */
  readonly buildArgs: readonly string[];
  readonly noCache: boolean;
  readonly quiet: boolean;
}

export interface RunCommand {
  readonly command: 'run';
  readonly image: string;
  /** What follows the image: replaces its CMD. */
  readonly args: readonly string[];
  readonly entrypoint?: string;
  /** `NAME=value`, or a name. */
  readonly env: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly name?: string;
  readonly hostname?: string;
  readonly stopSignal?: string;
  /** `SOURCE:TARGET[:ro]` */
  readonly volumes: readonly string[];
  readonly tty: boolean;
  readonly interactive: boolean;
  readonly detach: boolean;
  readonly remove: boolean;
}

export interface ListOptions {
  readonly quiet: boolean;
  readonly noTrunc: boolean;
}

export interface ImagesCommand extends ListOptions {
  readonly command: 'images';
  readonly pattern?: string;
  readonly digests: boolean;
}

export interface HistoryCommand extends ListOptions {
  readonly command: 'history';
  readonly image: string;
  readonly human: boolean;
}

export interface PruneCommand {
  readonly command: 'prune';
  readonly what: 'cache' | 'images' | 'system';
  readonly all: boolean;
  readonly force: boolean;
  /** Milliseconds. */
  readonly olderThan?: number;
}

export type DockerCommand =
  | BuildCommand
  | RunCommand
  | ImagesCommand
  | HistoryCommand
  /** `object`: asked as `docker inspect`, whose sentences differ. */
  | { readonly command: 'inspect'; readonly images: readonly string[]; readonly object: boolean }
  | { readonly command: 'tag'; readonly source: string; readonly target: string }
  | { readonly command: 'rmi'; readonly images: readonly string[]; readonly force: boolean }
  | ({ readonly command: 'ps'; readonly all: boolean } & ListOptions)
  | { readonly command: 'df'; readonly verbose: boolean }
  | { readonly command: 'du'; readonly verbose: boolean }
  | PruneCommand
  /** Of one command, or of all. */
  | { readonly command: 'help'; readonly about?: CommandSyntax }
  | { readonly command: 'clear' }
  | { readonly command: 'nothing' };

/** What is wrong with a line beside what Docker says of it. */
export type CommandProblem =
  /** Docker has it, this page has not. */
  | 'not-here'
  /** It is no command of Docker's, and this is no shell. */
  | 'no-shell'
  /** Docker says all there is to say. */
  | 'usage';

/** The line can't be carried out. */
export class DockerCommandError extends Error {
  override readonly name = 'DockerCommandError';
  constructor(
    /** As Docker prints it. */
    readonly lines: readonly string[],
    readonly kind: CommandProblem,
    /** The command or the flag that it is about. */
    readonly subject: string,
  ) {
    super(lines.join('\n'));
  }
}

/** @throws {DockerCommandError} */
export function parseCommand(line: string): DockerCommand {
  let words: readonly string[];
  try {
    words = commandWords(line.replace(/^\s*\$\s+/, ''));
  } catch (error) {
    if (!(error instanceof CommandWordsError)) throw error;
    throw new DockerCommandError([error.message], 'no-shell', line);
  }
  const [program, ...args] = words;
  if (program === undefined) return { command: 'nothing' };
  if (program === 'help' && args[0] !== undefined) return helpOn(args[0] === 'docker' ? args.slice(1) : args);
  if (program === 'help' || program === 'clear') return { command: program };
  if (program === 'docker') return dockerCommand(args);
  throw new DockerCommandError([`sh: ${program}: not found`], 'no-shell', program);
}

function dockerCommand(args: readonly string[]): DockerCommand {
  const [first, second] = args;
  if (first === undefined || first === '--help' || first === '-h') return { command: 'help' };
  if (first === 'help') return helpOn(args.slice(1));
  if (first === '--version' || first === '-v') throw missing(first, [`docker ${first}`]);
  if (first.startsWith('-')) throw topLevelFlag(first);
  const { syntax, shown, rest } = findCommand(args);
  if (syntax !== undefined) return readCommand(syntax, shown, rest);
  if (!groups.includes(first)) {
    if (notHere.includes(first)) throw missing(`docker ${first}`, []);
    const lines = [
      `docker: unknown command: docker ${first}`,
      '',
      "Run 'docker --help' for more information",
    ];
    throw new DockerCommandError(lines, 'usage', first);
  }
  if (second === undefined || second === '--help') return { command: 'help' };
  if (notHereIn[first]?.includes(second) ?? !(first in notHereIn))
    throw missing(`docker ${first} ${second}`, []);
  const lines =
    first === 'buildx' || first === 'builder'
      ? [`ERROR: unknown command: ${JSON.stringify(second)}`]
      : [
          `docker: unknown command: docker ${first} ${second}`,
          '',
          `Usage:  docker ${first}`,
          '',
          `Run 'docker ${first} --help' for more information`,
        ];
  throw new DockerCommandError(lines, 'usage', `${first} ${second}`);
}

function missing(subject: string, lines: readonly string[]): DockerCommandError {
  return new DockerCommandError(lines, 'not-here', subject);
}

function topLevelFlag(flag: string): DockerCommandError {
  const sentence = flag.startsWith('--')
    ? `unknown flag: ${flag.replace(/=.*/, '')}`
    : `unknown shorthand flag: '${flag.charAt(1)}' in ${flag}`;
  const lines = [
    sentence,
    '',
    'Usage:  docker [OPTIONS] COMMAND [ARG...]',
    '',
    "Run 'docker --help' for more information",
  ];
  return new DockerCommandError(lines, 'usage', flag);
}

interface FoundCommand {
  readonly syntax: CommandSyntax | undefined;
  /** As it was written, without `docker`. */
  readonly shown: string;
  readonly rest: readonly string[];
}

function findCommand(args: readonly string[]): FoundCommand {
  const group = groups.includes(args[0] ?? '');
  const shown = args.slice(0, group ? 2 : 1).join(' ');
  const syntax = commands.find(({ name, aliases }) => name === shown || aliases.includes(shown));
  return { syntax, shown, rest: args.slice(group ? 2 : 1) };
}

function helpOn(args: readonly string[]): DockerCommand {
  const { syntax } = findCommand(args);
  return { command: 'help', ...(syntax === undefined ? {} : { about: syntax }) };
}

function readCommand(syntax: CommandSyntax, shown: string, args: readonly string[]): DockerCommand {
  const written = syntax.plugin ?? `docker ${shown}`;
  const refuse = (first: string, pointer = 'Run'): DockerCommandError =>
    new DockerCommandError(
      [
        first,
        '',
        `Usage:  ${written}${syntax.usage === '' ? '' : ` ${syntax.usage}`}`,
        '',
        `${pointer} '${written} --help' for more information`,
      ],
      'usage',
      written,
    );
  try {
    const help: Flag = { name: 'help', short: 'h', value: false };
    const { given, positional } = readFlags(
      args,
      [...syntax.flags, ...syntax.elsewhere, help],
      syntax.firstArgumentEnds !== true,
    );
    if (isOn(given, help)) return { command: 'help', about: syntax };
    const other = given.find(({ name }) => syntax.elsewhere.some((flag) => flag.name === name));
    if (other !== undefined) throw missing(`${written} --${other.name}`, []);
    const { length } = positional;
    if (length < syntax.least || length > syntax.most) {
      const { sentence, pointer } = wrongCount(syntax);
      throw refuse(
        `${syntax.plugin === undefined ? '' : 'ERROR: '}docker: '${written}' ${sentence}`,
        pointer,
      );
    }
    return asCommand(syntax, given, positional);
  } catch (error) {
    if (error instanceof FlagError) throw refuse(error.message);
    throw error;
  }
}

/** Docker's own words, with the slip of 28.5.2 in one of them. */
function wrongCount({ least, most }: CommandSyntax): { readonly sentence: string; readonly pointer: string } {
  const count = (number: number) => `${number} argument${number === 1 ? '' : 's'}`;
  if (most === 0) return { sentence: 'accepts no arguments', pointer: 'Run' };
  if (most === Number.POSITIVE_INFINITY)
    return { sentence: `requires at least ${count(least)}`, pointer: 'See' };
  if (least === 0) return { sentence: `requires at most ${count(most)}`, pointer: 'SRun' };
  return { sentence: `requires ${count(least)}`, pointer: 'Run' };
}

function asCommand(
  { name, flags }: CommandSyntax,
  given: readonly GivenFlag[],
  positional: readonly string[],
): DockerCommand {
  const on = (wanted: string) => {
    const flag = flags.find((each) => each.name === wanted);
    return flag !== undefined && isOn(given, flag);
  };
  const all = (wanted: string) => given.flatMap((flag) => (flag.name === wanted ? [flag.value] : []));
  const [first = '', second = ''] = positional;
  const listing: ListOptions = { quiet: on('quiet'), noTrunc: on('no-trunc') };
  switch (name) {
    case 'build': {
      const file = all('file').at(-1);
      const target = all('target').at(-1);
      return {
        command: 'build',
        context: first,
        tags: all('tag'),
        buildArgs: all('build-arg'),
        noCache: on('no-cache'),
        quiet: on('quiet'),
        ...(file === undefined ? {} : { file }),
        ...(target === undefined ? {} : { target }),
      };
    }
    case 'images':
      return {
        command: 'images',
        ...listing,
        digests: on('digests'),
        ...(positional.length === 0 ? {} : { pattern: first }),
      };
    case 'history': {
      const human = !given.some((flag) => flag.name === 'human') || on('human');
      return { command: 'history', ...listing, image: first, human };
    }
    case 'image inspect':
    case 'inspect':
      return { command: 'inspect', images: positional, object: name === 'inspect' };
    case 'tag':
      return { command: 'tag', source: first, target: second };
    case 'rmi':
      return { command: 'rmi', images: positional, force: on('force') };
    case 'ps':
      return { command: 'ps', ...listing, all: on('all') };
    case 'system df':
      return { command: 'df', verbose: on('verbose') };
    case 'buildx du':
      return { command: 'du', verbose: on('verbose') };
    case 'builder prune':
    case 'image prune':
    case 'system prune': {
      const what = name === 'builder prune' ? 'cache' : name === 'image prune' ? 'images' : 'system';
      const olderThan = untilFilter(name, all('filter'));
      return {
        command: 'prune',
        what,
        all: on('all'),
        force: on('force'),
        ...(olderThan === undefined ? {} : { olderThan }),
      };
    }
    case 'run': {
      const last = (wanted: string, key: keyof RunCommand) => {
        const value = all(wanted).at(-1);
        return value === undefined ? {} : { [key]: value };
      };
      return {
        command: 'run',
        image: first,
        args: positional.slice(1),
        env: all('env'),
        volumes: all('volume'),
        tty: on('tty'),
        interactive: on('interactive'),
        detach: on('detach'),
        remove: on('rm'),
        ...last('entrypoint', 'entrypoint'),
        ...last('workdir', 'workdir'),
        ...last('user', 'user'),
        ...last('name', 'name'),
        ...last('hostname', 'hostname'),
        ...last('stop-signal', 'stopSignal'),
      };
    }
  }
}

/** `until=24h`, a span of time as Go writes one. */
function untilFilter(name: string, filters: readonly string[]): number | undefined {
  let olderThan: number | undefined;
  for (const filter of filters) {
    const [, span] = /^until=(.+)$/.exec(filter) ?? [];
    if (span === undefined) throw missing(`docker ${name} --filter ${filter}`, []);
    const milliseconds = goDuration(span);
    if (milliseconds === undefined) throw missing(`docker ${name} --filter ${filter}`, []);
    olderThan = milliseconds;
  }
  return olderThan;
}

const spans: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function goDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    sum += Number(amount) * (spans[unit ?? ''] ?? 0);
  }
  return sum;
}
