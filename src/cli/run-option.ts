/** `dry-dock run`: the flags of `docker run` that make sense without a daemon, read as Docker's command line reads them. */
import { type Flag, FlagError, readFlags } from '../commands/flags.ts';
import { parseBoolean } from './output-option.ts';
import { parseRegistryOption, type RegistryOption } from './registry-option.ts';
import { UsageError } from './usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `-v SOURCE:TARGET[:ro]` */
export interface RunVolume {
  /** Path of this machine. */
  readonly source: string;
  /** In the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

export interface RunOptions {
  /** Name of the image, as it was typed. */
  readonly image: string;
  readonly command: readonly string[];
  readonly entrypoint?: string;
  /** `NAME=value`, or the name of a variable that is taken away. */
  readonly env: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly name?: string;
  readonly hostname?: string;
  readonly tty: boolean;
  readonly interactive: boolean;
  readonly volumes: readonly RunVolume[];
  readonly cacheDirectory?: string;
  readonly registry: RegistryOption;
}

/** What Docker ends with when a container could not be made. */
export const notMade = 125;

const flags: readonly Flag[] = [
  { name: 'cache-dir', value: true },
  { name: 'entrypoint', value: true },
  { name: 'env', short: 'e', value: true },
  { name: 'help', value: false },
  { name: 'hostname', short: 'h', value: true },
  { name: 'insecure-registry', value: true },
  { name: 'interactive', short: 'i', value: false },
  { name: 'name', value: true },
  { name: 'pull', value: true },
  { name: 'registry-proxy', value: true },
  { name: 'rm', value: false },
  { name: 'tty', short: 't', value: false },
  { name: 'user', short: 'u', value: true },
  { name: 'volume', short: 'v', value: true },
  { name: 'workdir', short: 'w', value: true },
];

/** Flags of Docker that need what isn't here, by long and by short name, and why. */
const noDaemon = 'There is no daemon here: a container lives as long as the command that started it.';
const noNetwork = 'Containers have no network here, so no port leads to them.';
const elsewhere: Readonly<Record<string, string>> = {
  detach: noDaemon,
  d: noDaemon,
  restart: noDaemon,
  network: noNetwork,
  publish: noNetwork,
  p: noNetwork,
  'publish-all': noNetwork,
  P: noNetwork,
  privileged: 'Containers run in a sandbox that has no privileges to give.',
  mount: 'Write it as -v SOURCE:TARGET[:ro].',
};

/**
 * Reads the arguments after `run`; undefined when help is asked for.
 * @throws {UsageError} with Docker's sentence and exit code.
 */
export function parseRunArguments(args: readonly string[], environment: Environment): RunOptions | undefined {
  const { given, positional } = read(args);
  const all = (name: string) => given.flatMap((flag) => (flag.name === name ? [flag.value] : []));
  const on = (name: string) => parseBoolean(name, all(name).at(-1) ?? 'false');
  const last = (name: string, key: keyof RunOptions) => {
    const value = all(name).at(-1);
    return value === undefined ? {} : { [key]: value };
  };
  if (on('help')) return undefined;
  const [image, ...command] = positional;
  if (image === undefined) {
    throw new UsageError(
      "'dry-dock run' requires at least 1 argument",
      'It is the name of an image: dry-dock run alpine echo hello',
    );
  }
  return {
    image,
    command,
    env: all('env').map((text) => variable(text, environment)),
    volumes: all('volume').map(parseVolume),
    tty: on('tty'),
    interactive: on('interactive'),
    registry: parseRegistryOption({
      ...pullFlags(all('pull').at(-1) ?? 'missing'),
      proxy: all('registry-proxy').at(-1),
      insecure: all('insecure-registry'),
    }),
    ...last('cache-dir', 'cacheDirectory'),
    ...last('entrypoint', 'entrypoint'),
    ...last('workdir', 'workdir'),
    ...last('user', 'user'),
    ...last('name', 'name'),
    ...last('hostname', 'hostname'),
  };
}

function read(args: readonly string[]): ReturnType<typeof readFlags> {
  try {
    return readFlags(args, flags, false);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const { kind, flag, message } = error;
    const why = Object.hasOwn(elsewhere, flag) ? elsewhere[flag] : undefined;
    if (why !== undefined) {
      throw new UsageError(`unsupported flag: ${flag.length === 1 ? '-' : '--'}${flag}`, why, notMade);
    }
    const advice = kind === 'unknown' ? "See 'dry-dock run --help' for the flags there are." : '';
    throw new UsageError(message, advice, notMade);
  }
}

/** A name alone stands for the variable of that name here; Docker takes away one that isn't here either. */
function variable(text: string, environment: Environment): string {
  if (text.startsWith('=')) {
    const wrong = `invalid argument "${text}" for "-e, --env" flag: invalid environment variable: ${text}`;
    throw new UsageError(wrong, 'It is NAME=VALUE, or the name of a variable of this shell.', notMade);
  }
  const value = text.includes('=') ? undefined : environment[text];
  return value === undefined ? text : `${text}=${value}`;
}

function pullFlags(policy: string): { readonly pull: boolean; readonly offline: boolean } {
  if (policy === 'always' || policy === 'missing' || policy === 'never') {
    return { pull: policy === 'always', offline: policy === 'never' };
  }
  throw new UsageError(
    `invalid pull option: '${policy}': must be one of "always", "missing" or "never"`,
    '',
    notMade,
  );
}

function parseVolume(text: string): RunVolume {
  const [source = '', target = '', mode = 'rw', ...more] = text.split(':');
  if (source === '' || target === '' || more.length > 0) {
    const advice = 'It is SOURCE:TARGET or SOURCE:TARGET:ro, with a path of this machine for SOURCE.';
    throw new UsageError(`invalid volume specification: '${text}'`, advice, notMade);
  }
  if (mode !== 'ro' && mode !== 'rw') {
    throw new UsageError(`invalid mode: ${mode}`, 'It is ro or rw.', notMade);
  }
  // As Docker tells the two apart.
  if (!/^\.{0,2}\/|^\.{1,2}$/.test(source)) {
    throw new UsageError(
      `no volume named '${source}'`,
      `There is no daemon that keeps volumes. For the folder of that name write ./${source}:${target}`,
      notMade,
    );
  }
  return { source, target, readOnly: mode === 'ro' };
}
