/**
 * The command line as data: `build` with BuildKit's flag names, read as Docker's command line (Go's pflag) reads
 * them. Pure: nothing is opened here, and all that is wrong is a `UsageError`.
 */
import { type Flag, FlagError, type GivenFlag, type ReadFlags, readFlags } from '../commands/flags.ts';
import { parseReference } from '../registry/reference.ts';
import { type CallOption, parseCall } from './call-option.ts';
import { csvFields } from './csv-fields.ts';
import { type NamedContextOption, parseNamedContext } from './named-context-option.ts';
import { type OutputOption, parseBoolean, parseOutput } from './output-option.ts';
import { type PushOptions, parsePushArguments, registryOutput } from './push-option.ts';
import { parseRegistryOption, type RegistryOption } from './registry-option.ts';
import { parseRunArguments, type RunOptions } from './run-option.ts';
import { parseSecret, type SecretOption } from './secret-option.ts';
import { parseStorageArguments, type StorageCommand, type StorageOptions } from './storage-option.ts';
import { UsageError } from './usage-error.ts';

export type ProgressMode = 'auto' | 'plain' | 'rawjson' | 'quiet';

export interface BuildOptions {
  /** Folder, tar file, or `-`. */
  readonly context: string;
  /** `-f`; `-` is standard input. */
  readonly file?: string;
  readonly tags: readonly string[];
  readonly target?: string;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly namedContexts: readonly NamedContextOption[];
  readonly call: CallOption;
  /** With `--check`: also our own advice. */
  readonly advice: boolean;
  /** Expands warnings. */
  readonly debug: boolean;
  /** Of the image, beside LABEL's. */
  readonly labels: ReadonlyMap<string, string>;
  readonly noCache: boolean;
  /** Names of stages that don't use the cache. */
  readonly noCacheFilter: readonly string[];
  readonly cacheDirectory?: string;
  readonly progress: ProgressMode;
  readonly outputs: readonly OutputOption[];
  /** Names under which the result is pushed; empty when it is not. */
  readonly pushedNames: readonly string[];
  readonly metadataFile?: string;
  /** Gets the image's id. */
  readonly iidFile?: string;
  readonly secrets: readonly SecretOption[];
  /** `linux/amd64`. */
  readonly platform?: string;
  readonly registry: RegistryOption;
  /** Unix seconds. */
  readonly sourceDateEpoch?: number;
}

export type Command =
  | { readonly command: 'build'; readonly options: BuildOptions }
  | { readonly command: 'push'; readonly options: PushOptions }
  | { readonly command: 'run'; readonly options: RunOptions }
  | { readonly command: 'system df' | 'builder prune'; readonly options: StorageOptions }
  | { readonly command: 'help'; readonly about: 'all' | 'build' | 'push' | 'run' | StorageCommand };

type Environment = Readonly<Record<string, string | undefined>>;

const flags: readonly Flag[] = [
  { name: 'file', short: 'f', value: true },
  { name: 'tag', short: 't', value: true },
  { name: 'target', value: true },
  { name: 'build-arg', value: true },
  { name: 'build-context', value: true },
  { name: 'check', value: false },
  { name: 'call', value: true },
  { name: 'advice', value: false },
  { name: 'debug', short: 'D', value: false },
  { name: 'label', value: true },
  { name: 'iidfile', value: true },
  { name: 'no-cache', value: false },
  { name: 'no-cache-filter', value: true },
  { name: 'cache-dir', value: true },
  { name: 'progress', value: true },
  { name: 'output', short: 'o', value: true },
  { name: 'metadata-file', value: true },
  { name: 'secret', value: true },
  { name: 'platform', value: true },
  { name: 'pull', value: false },
  { name: 'push', value: false },
  { name: 'offline', value: false },
  { name: 'registry-proxy', value: true },
  { name: 'insecure-registry', value: true },
  { name: 'quiet', short: 'q', value: false },
  { name: 'help', short: 'h', value: false },
];

/** Flags of buildx that need what isn't here, and what to do instead. */
const elsewhere: Readonly<Record<string, string>> = {
  load: 'There is no daemon here: write --output type=docker,dest=image.tar, then docker load -i image.tar.',
  'cache-from': 'The cache is a folder: name it with --cache-dir, and keep it between builds.',
  'cache-to': 'The cache is a folder: name it with --cache-dir, and keep it between builds.',
  ssh: 'Steps have no network here, so no agent would be of use to them.',
  network: 'Steps have no network here.',
  allow: 'Steps run in a sandbox that has no privileges to give.',
};

/**
 * Reads the arguments after the program's name.
 * @throws {UsageError} with Docker's sentence.
 */
export function parseArguments(args: readonly string[], environment: Environment): Command {
  const [command, ...rest] = args;
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    const about = (['build', 'push', 'run'] as const).find((each) => each === rest[0]);
    return { command: 'help', about: about ?? 'all' };
  }
  if (command === 'push') {
    const options = parsePushArguments(rest);
    return options === undefined ? { command: 'help', about: 'push' } : { command: 'push', options };
  }
  if (command === 'run') {
    const options = parseRunArguments(rest, environment);
    return options === undefined ? { command: 'help', about: 'run' } : { command: 'run', options };
  }
  const storage = parseStorageArguments(args);
  if (storage !== undefined) {
    const { command: name, options } = storage;
    return options === undefined ? { command: 'help', about: name } : { command: name, options };
  }
  if (command !== 'build') {
    throw new UsageError(
      `unknown command: dry-dock ${command}`,
      "The commands are build, run, push, system df and builder prune. See 'dry-dock --help'.",
    );
  }
  const { given, positional } = splitFlags(rest);
  if (given.some(({ name, value }) => name === 'help' && value !== 'false')) {
    return { command: 'help', about: 'build' };
  }
  const [context] = positional;
  if (context === undefined || positional.length > 1) {
    throw new UsageError(
      `'dry-dock build' requires 1 argument`,
      `${positional.length} were given${positional.length > 1 ? `: ${positional.join(' ')}` : ''}. ` +
        'The argument is the build context, a folder: dry-dock build .',
    );
  }
  return { command: 'build', options: buildOptions(context, given, environment) };
}

function splitFlags(args: readonly string[]): ReadFlags {
  try {
    return readFlags(args, flags);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const { kind, flag, message } = error;
    const instead = Object.hasOwn(elsewhere, flag) ? elsewhere[flag] : undefined;
    if (instead !== undefined) throw new UsageError(`unsupported flag: --${flag}`, instead);
    throw new UsageError(
      message,
      kind === 'unknown' ? "See 'dry-dock build --help' for the flags there are." : '',
    );
  }
}

function buildOptions(context: string, given: readonly GivenFlag[], environment: Environment): BuildOptions {
  const all = (name: string) => given.flatMap((flag) => (flag.name === name ? [flag.value] : []));
  const last = (name: string) => all(name).at(-1);
  const on = (name: string) => parseBoolean(name, last(name) ?? 'false');
  const file = last('file');
  const target = last('target');
  const cacheDirectory = last('cache-dir');
  const metadataFile = last('metadata-file');
  const iidFile = last('iidfile');
  const platform = parsePlatform(last('platform'));
  const buildArgs = buildArguments(all('build-arg'), environment);
  const sourceDateEpoch = parseEpoch(buildArgs.get(epochName));
  const registryOutputs = all('output').flatMap((text) => {
    const names = registryOutput(text);
    return names === undefined ? [] : [names];
  });
  const outputs = all('output')
    .filter((text) => registryOutput(text) === undefined)
    .map(parseOutput);
  if (outputs.filter(({ dest }) => dest === '-').length > 1) {
    throw new UsageError('multiple outputs to stdout', 'Only one --output may have dest=-');
  }
  if (outputs.some((output) => output.rewriteTimestamp !== outputs[0]?.rewriteTimestamp)) {
    throw new UsageError(
      'rewrite-timestamp differs between outputs',
      'The layers are made once, so it is on for all outputs or for none.',
    );
  }
  if (context === '-' && file === '-') {
    throw new UsageError(
      "invalid argument: can't use stdin for both build context and dockerfile",
      'Give one of the two as a path.',
    );
  }
  if (on('no-cache') && all('no-cache-filter').length > 0) {
    throw new UsageError(
      'failed to build: --no-cache and --no-cache-filter cannot currently be used together',
      '--no-cache turns the cache off for all stages: leave one of the two out.',
    );
  }
  const tags = all('tag');
  const isPushed = on('push') || registryOutputs.length > 0;
  const pushedNames = isPushed ? [...new Set([...tags, ...registryOutputs.flat()])] : [];
  for (const tag of [...tags, ...pushedNames]) checkTag(tag);
  if (isPushed && pushedNames.length === 0) {
    throw new UsageError('tag is needed when pushing to registry', 'Name it: -t registry.example/team/app:1');
  }
  return {
    context,
    ...(file === undefined ? {} : { file }),
    tags,
    ...(target === undefined || target === '' ? {} : { target }),
    buildArgs,
    namedContexts: all('build-context').map(parseNamedContext),
    call: parseCall(last('call'), on('check')),
    advice: on('advice'),
    debug: on('debug'),
    labels: new Map(all('label').map(labelOf)),
    noCache: on('no-cache'),
    noCacheFilter: all('no-cache-filter').flatMap((text) => csvFields(text).map(({ key }) => key)),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    progress: on('quiet')
      ? 'quiet'
      : progressMode(last('progress') ?? environment.BUILDKIT_PROGRESS ?? 'auto'),
    outputs,
    pushedNames,
    ...(metadataFile === undefined ? {} : { metadataFile }),
    ...(iidFile === undefined ? {} : { iidFile }),
    secrets: all('secret').map((text) => parseSecret(text, environment)),
    ...(platform === undefined ? {} : { platform }),
    registry: parseRegistryOption({
      pull: on('pull'),
      offline: on('offline'),
      proxy: last('registry-proxy'),
      insecure: all('insecure-registry'),
    }),
    ...(sourceDateEpoch === undefined ? {} : { sourceDateEpoch }),
  };
}

/** `name=value`; a name alone has an empty value. */
function labelOf(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

function checkTag(tag: string): void {
  try {
    parseReference(tag);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`invalid tag "${tag}": ${said}`, 'A name is like app, app:1.2 or team/app:1.2.');
  }
}

const epochName = 'SOURCE_DATE_EPOCH';

/** `K=V`, or `K` alone for the variable of the environment; one that isn't there is left out, as Docker does. */
function buildArguments(texts: readonly string[], environment: Environment): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? environment[name] : text.slice(equals + 1);
    if (name === '') throw new UsageError(`invalid argument "${text}" for "--build-arg" flag: empty name`);
    if (value !== undefined) found.set(name, value);
  }
  // As buildx: the environment's is a build argument, unless one was given.
  const epoch = environment[epochName];
  if (epoch && !found.has(epochName)) found.set(epochName, epoch);
  return found;
}

function progressMode(text: string): ProgressMode {
  const mode = (['auto', 'plain', 'rawjson', 'quiet'] as const).find((each) => each === text);
  if (mode !== undefined) return mode;
  // A terminal drawing of our own would tell no more than the lines do.
  if (text === 'tty') return 'plain';
  throw new UsageError(`invalid progress value: ${text}`, 'It is one of auto, plain, rawjson, quiet.');
}

function parsePlatform(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^linux\/(amd64|x86_64)$/.test(text) || text === 'amd64') return 'linux/amd64';
  if (text.includes(',')) {
    throw new UsageError(
      'multiple platforms are not supported',
      'Steps run in a sandbox that is one machine, linux/amd64: build for --platform linux/amd64.',
    );
  }
  throw new UsageError(
    `"${text}": unsupported platform`,
    'Steps run in a sandbox that is one machine, linux/amd64: leave --platform out, or write linux/amd64.',
  );
}

function parseEpoch(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const epoch = Number(text);
  if (/^\d{1,12}$/.test(text) && Number.isSafeInteger(epoch)) return epoch;
  throw new UsageError(
    `invalid SOURCE_DATE_EPOCH: ${text}`,
    'It is a whole number of seconds since 1970, e.g. 1700000000.',
  );
}
