/**
 * The image config: what an image runs, on which layers, and how it came to be. OCI image spec (config.md) with
 * Docker's additions; written with the key order and the omissions of BuildKit 0.25.
 */
import { type Digest, isDigest } from './digest.ts';
import {
  goMap,
  type JsonObject,
  type JsonValue,
  listJson,
  marshal,
  ParsedObject,
  parseObject,
} from './go-json.ts';
import { ImageError } from './image-error.ts';

/** Docker's HEALTHCHECK. Durations are nanoseconds; 0 or absent means inherited or default. */
export interface Healthcheck {
  /** `['NONE']`, `['CMD', …]` or `['CMD-SHELL', text]`. */
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** What a container of the image runs with; names as in the JSON. */
export interface ContainerConfig {
  readonly User?: string;
  /** `80/tcp`, … */
  readonly ExposedPorts?: readonly string[];
  /** `NAME=value` in the order in which they were first set. */
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: readonly string[];
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly ArgsEscaped?: boolean;
  readonly Healthcheck?: Healthcheck;
  readonly OnBuild?: readonly string[];
  readonly Shell?: readonly string[];
}

export interface HistoryEntry {
  /** RFC 3339, e.g. `2023-11-14T22:13:20Z`. */
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  /** It changed the config only. */
  readonly empty_layer?: boolean;
}

export interface Platform {
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
  readonly 'os.features'?: readonly string[];
}

export interface ImageConfig extends Platform {
  readonly author?: string;
  /** RFC 3339. */
  readonly created?: string;
  readonly config: ContainerConfig;
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly Digest[] };
  readonly history: readonly HistoryEntry[];
  /**
   * Keys that the spec doesn't know, as they were parsed (`container_config`, …). They are written again; BuildKit
   * drops them from images built on such a base, so a builder leaves this out.
   */
  readonly unknown?: JsonObject;
}

const knownKeys = new Set([
  'architecture',
  'author',
  'config',
  'created',
  'history',
  'os',
  'os.features',
  'os.version',
  'rootfs',
  'variant',
]);

/** What Go leaves out of a struct because of `omitempty`. */
function omitEmpty(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return value instanceof Map && value.size === 0;
}

/** The config's JSON, byte for byte as BuildKit's exporter writes it: top-level keys sorted, the rest in order. */
export function marshalImageConfig(image: ImageConfig): string {
  const top: JsonObject = omitEmpty({
    ...image.unknown,
    architecture: image.architecture,
    author: image.author,
    created: image.created,
    os: image.os,
    'os.features': image['os.features'],
    'os.version': image['os.version'],
    variant: image.variant,
  });
  const present = Object.fromEntries(Object.entries(top).filter(([, value]) => value !== undefined));
  return marshal(
    goMap({
      ...(present as Record<string, JsonValue>),
      config: containerConfigJson(image.config),
      history: image.history.map((entry) =>
        omitEmpty({
          created: entry.created,
          created_by: entry.created_by,
          author: entry.author,
          comment: entry.comment,
          empty_layer: entry.empty_layer,
        }),
      ),
      rootfs: { type: 'layers', diff_ids: listJson(image.rootfs.diff_ids) },
    }),
  );
}

function containerConfigJson(config: ContainerConfig): JsonValue {
  const { Healthcheck: health } = config;
  return omitEmpty({
    User: config.User,
    ExposedPorts: setJson(config.ExposedPorts),
    Env: config.Env,
    Entrypoint: config.Entrypoint,
    Cmd: config.Cmd,
    Volumes: setJson(config.Volumes),
    WorkingDir: config.WorkingDir,
    Labels: config.Labels && goMap(config.Labels),
    StopSignal: config.StopSignal,
    ArgsEscaped: config.ArgsEscaped,
    Healthcheck:
      health &&
      omitEmpty({
        Test: health.Test,
        Interval: health.Interval,
        Timeout: health.Timeout,
        StartPeriod: health.StartPeriod,
        StartInterval: health.StartInterval,
        Retries: health.Retries,
      }),
    OnBuild: config.OnBuild,
    Shell: config.Shell,
  });
}

/** Go's `map[string]struct{}`. */
function setJson(names: readonly string[] | undefined): ReadonlyMap<string, JsonValue> | undefined {
  return names && new Map(names.map((name) => [name, {}]));
}

/**
 * Reads a config, OCI's or Docker's. `path` is how an error calls it.
 * @throws ImageError `malformed`, `unsupported` or `limit`.
 */
export function parseImageConfig(bytes: Uint8Array, path: string): ImageConfig {
  const json = parseObject(bytes, path);
  const rootfs = json.object('rootfs');
  const diffIds = rootfs?.strings('diff_ids') ?? [];
  const unknown = Object.fromEntries(
    json
      .keys()
      .filter((key) => !knownKeys.has(key))
      .map((key) => [key, json.raw(key) as JsonValue]),
  );
  return {
    architecture: json.string('architecture') ?? '',
    os: json.string('os') ?? '',
    ...defined({
      variant: json.string('variant'),
      'os.version': json.string('os.version'),
      'os.features': json.strings('os.features'),
      author: json.string('author'),
      created: json.string('created'),
    }),
    config: parseContainerConfig(json.object('config') ?? new ParsedObject({}, path)),
    rootfs: {
      type: 'layers',
      diff_ids: diffIds.map((id) => {
        if (!isDigest(id)) {
          throw new ImageError('malformed', `has the diff ID ${JSON.stringify(id)}`, {
            path,
            expected: 'sha256: and 64 hexadecimal digits',
          });
        }
        return id;
      }),
    },
    history: json.objects('history').map((entry) =>
      defined({
        created: entry.string('created'),
        created_by: entry.string('created_by'),
        author: entry.string('author'),
        comment: entry.string('comment'),
        empty_layer: entry.boolean('empty_layer'),
      }),
    ),
    ...(Object.keys(unknown).length === 0 ? {} : { unknown }),
  };
}

function parseContainerConfig(json: ParsedObject): ContainerConfig {
  const health = json.object('Healthcheck');
  return defined({
    User: json.string('User'),
    ExposedPorts: json.object('ExposedPorts')?.keys(),
    Env: json.strings('Env'),
    Entrypoint: parseCommand(json, 'Entrypoint'),
    Cmd: parseCommand(json, 'Cmd'),
    Volumes: json.object('Volumes')?.keys(),
    WorkingDir: json.string('WorkingDir'),
    Labels: json.stringMap('Labels'),
    StopSignal: json.string('StopSignal'),
    ArgsEscaped: json.boolean('ArgsEscaped'),
    Healthcheck:
      health &&
      defined({
        Test: health.strings('Test'),
        Interval: health.number('Interval'),
        Timeout: health.number('Timeout'),
        StartPeriod: health.number('StartPeriod'),
        StartInterval: health.number('StartInterval'),
        Retries: health.number('Retries'),
      }),
    OnBuild: json.strings('OnBuild'),
    Shell: json.strings('Shell'),
  });
}

/** Old images have a command as one string. */
function parseCommand(json: ParsedObject, key: string): readonly string[] | undefined {
  const value = json.raw(key);
  return typeof value === 'string' ? [value] : json.strings(key);
}

type Defined<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };

/** Without the members that are undefined. */
function defined<Type extends object>(object: Type): Defined<Type> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Defined<Type>;
}
