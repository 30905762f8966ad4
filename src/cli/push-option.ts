/**
 * Pushing on the command line: `dry-dock push NAME`, `build --push`, `--output type=registry`. Credentials come from the
 * environment or from standard input, never from an argument, which other users of the machine could read.
 */
import { type Flag, FlagError, readFlags } from '../commands/flags.ts';
import type { Credentials } from '../registry/distribution/authorization.ts';
import { InvalidReferenceError, parseReference } from '../registry/reference.ts';
import { csvFields } from './csv-fields.ts';
import { parseBoolean } from './output-option.ts';
import { parseRegistryOption, type RegistryOption } from './registry-option.ts';
import { UsageError } from './usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface PushOptions {
  /** As it was typed: `registry.example/team/app:1`. */
  readonly name: string;
  readonly quiet: boolean;
  readonly cacheDirectory?: string;
  readonly registry: RegistryOption;
  /** `--username`; otherwise the environment's. */
  readonly username?: string;
  readonly passwordStdin: boolean;
}

const flags: readonly Flag[] = [
  { name: 'cache-dir', value: true },
  { name: 'registry-proxy', value: true },
  { name: 'insecure-registry', value: true },
  { name: 'username', short: 'u', value: true },
  { name: 'password-stdin', value: false },
  { name: 'quiet', short: 'q', value: false },
  { name: 'help', short: 'h', value: false },
];

/**
 * Reads the arguments after `push`; undefined when help is asked for.
 * @throws {UsageError} with Docker's sentence.
 */
export function parsePushArguments(args: readonly string[]): PushOptions | undefined {
  const { given, positional } = read(args);
  const all = (name: string) => given.flatMap((flag) => (flag.name === name ? [flag.value] : []));
  const on = (name: string) => parseBoolean(name, all(name).at(-1) ?? 'false');
  if (on('help')) return undefined;
  const [name] = positional;
  if (name === undefined || positional.length > 1) {
    throw new UsageError(
      "'dry-dock push' requires 1 argument",
      `${positional.length} were given. The argument is the name of an image that was built with --tag.`,
    );
  }
  checkName(name);
  const cacheDirectory = all('cache-dir').at(-1);
  const username = all('username').at(-1);
  if (on('password-stdin') && username === undefined)
    throw new UsageError('Must provide --username with --password-stdin');
  return {
    name,
    quiet: on('quiet'),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    registry: parseRegistryOption({
      pull: false,
      offline: false,
      proxy: all('registry-proxy').at(-1),
      insecure: all('insecure-registry'),
    }),
    ...(username === undefined ? {} : { username }),
    passwordStdin: on('password-stdin'),
  };
}

function read(args: readonly string[]): ReturnType<typeof readFlags> {
  try {
    return readFlags(args, flags);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw new UsageError(
      error.message,
      error.kind === 'unknown' ? "See 'dry-dock push --help' for the flags there are." : '',
    );
  }
}

function checkName(name: string): void {
  try {
    if (parseReference(name).digest === undefined) return;
  } catch (error) {
    if (error instanceof InvalidReferenceError) throw new UsageError(error.message);
    throw error;
  }
  throw new UsageError('cannot push a digest reference', 'Name the image by its tag.');
}

/**
 * The names of an `--output` that goes to a registry (`type=registry`, `type=image,push=true`), beside those of
 * `--tag`; undefined for any other.
 */
export function registryOutput(text: string): readonly string[] | undefined {
  if (!text.includes('=')) return undefined;
  const fields = new Map(csvFields(text).map(({ key, value = '' }) => [key, value]));
  const type = fields.get('type');
  const isPush =
    type === 'registry' || (type === 'image' && parseBoolean('push', fields.get('push') ?? 'false'));
  return isPush ? (fields.get('name') ?? '').split(',').filter((name) => name !== '') : undefined;
}

/** From `DRYDOCK_USERNAME` and `DRYDOCK_PASSWORD`; undefined when they are not both there. */
export function environmentCredentials(environment: Environment): Credentials | undefined {
  const { DRYDOCK_USERNAME: username, DRYDOCK_PASSWORD: password } = environment;
  return username && password ? { username, password } : undefined;
}
