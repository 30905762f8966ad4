/** `dry-dock system df` and `dry-dock builder prune`, read as Docker's command line reads them. */
import { type Flag, FlagError, readFlags } from '../commands/flags.ts';
import { parseDuration } from '../dockerfile/duration.ts';
import { parseBoolean } from './output-option.ts';
import { UsageError } from './usage-error.ts';

export type StorageCommand = 'system df' | 'builder prune';

export interface StorageOptions {
  readonly cacheDirectory?: string;
  readonly verbose: boolean;
  /** All of the build cache, not only what no image needs. */
  readonly all: boolean;
  /** Milliseconds since it served last. */
  readonly olderThan?: number;
  readonly keepBytes?: number;
}

const cacheDirectory: Flag = { name: 'cache-dir', value: true };
const help: Flag = { name: 'help', short: 'h', value: false };

const flags: Readonly<Record<StorageCommand, readonly Flag[]>> = {
  'system df': [cacheDirectory, { name: 'verbose', short: 'v', value: false }, help],
  'builder prune': [
    cacheDirectory,
    { name: 'all', short: 'a', value: false },
    { name: 'force', short: 'f', value: false },
    { name: 'filter', value: true },
    { name: 'keep-storage', value: true },
    help,
  ],
};

/**
 * Undefined when the arguments are for another command; without options when help is asked for.
 * @throws {UsageError} with Docker's sentence.
 */
export function parseStorageArguments(
  args: readonly string[],
): { readonly command: StorageCommand; readonly options: StorageOptions | undefined } | undefined {
  const [first, second, ...rest] = args;
  const name = `${first} ${second}`;
  const command = name === 'system df' || name === 'builder prune' ? name : undefined;
  if (command === undefined) return undefined;
  const { given, positional } = read(command, rest);
  const all = (flag: string) => given.flatMap((each) => (each.name === flag ? [each.value] : []));
  const on = (flag: string) => parseBoolean(flag, all(flag).at(-1) ?? 'false');
  if (on('help')) return { command, options: undefined };
  if (positional.length > 0) throw new UsageError(`'dry-dock ${command}' accepts no arguments`);
  const folder = all('cache-dir').at(-1);
  const olderThan = all('filter').map(age).at(-1);
  const keep = all('keep-storage').at(-1);
  return {
    command,
    options: {
      verbose: on('verbose'),
      all: on('all'),
      ...(folder === undefined ? {} : { cacheDirectory: folder }),
      ...(olderThan === undefined ? {} : { olderThan }),
      ...(keep === undefined ? {} : { keepBytes: size(keep) }),
    },
  };
}

function read(command: StorageCommand, args: readonly string[]): ReturnType<typeof readFlags> {
  try {
    return readFlags(args, flags[command]);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const advice =
      error.kind === 'unknown' ? `See 'dry-dock ${command} --help' for the flags there are.` : '';
    throw new UsageError(error.message, advice);
  }
}

function age(filter: string): number {
  const text = /^until=(.+)$/.exec(filter)?.[1];
  const parsed = text === undefined ? undefined : parseDuration(text);
  if (parsed === undefined || 'mistake' in parsed) {
    throw new UsageError(
      `invalid filter '${filter}'`,
      'The only filter here is until=DURATION, as until=24h.',
    );
  }
  return parsed.nanoseconds / 1e6;
}

const powers = ['', 'k', 'm', 'g', 't'];

/** Docker's: `2GB`, `500m`, in steps of 1024. */
function size(text: string): number {
  const found = /^(\d+(?:\.\d+)?) ?([kmgt]?)i?b?$/.exec(text.toLowerCase());
  if (found === null) throw new UsageError(`invalid size: '${text}'`, 'A size is like 500MB or 2GB.');
  return Math.floor(Number(found[1]) * 1024 ** powers.indexOf(found[2] ?? ''));
}
