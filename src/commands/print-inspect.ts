/** `docker image inspect`, as Docker 28.5 prints it: Go's JSON, indented by four. */
import type { ImageFacts } from './image-facts.ts';

export interface InspectedImage extends ImageFacts {
  /** The image config, parsed. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What keeps the layers; Docker names its storage driver there. */
  readonly driver: string;
  /** When it was last given a name, RFC 3339. */
  readonly namedAt?: string;
}

export function printInspect(images: readonly InspectedImage[]): readonly string[] {
  if (images.length === 0) return ['[]'];
  return goJson(images.map(inspected)).split('\n');
}

function inspected({ id, names, size, config, driver, namedAt }: InspectedImage) {
  const history = Array.isArray(config.history) ? config.history : [];
  const last: unknown = history.at(-1);
  const rootfs = isRecord(config.rootfs) ? config.rootfs : {};
  const layers = Array.isArray(rootfs.diff_ids) ? rootfs.diff_ids : [];
  return {
    Id: id,
    RepoTags: names.toSorted(),
    RepoDigests: [],
    Parent: '',
    Comment: isRecord(last) && typeof last.comment === 'string' ? last.comment : '',
    ...present('Created', config.created),
    DockerVersion: '',
    Author: config.author ?? '',
    Architecture: config.architecture ?? '',
    ...present('Variant', config.variant),
    Os: config.os ?? '',
    ...present('OsVersion', config['os.version']),
    Size: size,
    GraphDriver: { Data: null, Name: driver },
    RootFS: { Type: rootfs.type ?? 'layers', ...(layers.length === 0 ? {} : { Layers: layers }) },
    // Go prints this time where it has none.
    Metadata: { LastTagTime: namedAt ?? '0001-01-01T00:00:00Z' },
    Config: containerConfig(isRecord(config.config) ? config.config : {}),
  };
}

/** Fields that Docker prints even when the image has none. */
const always = {
  Cmd: null,
  Entrypoint: null,
  Env: null,
  Labels: null,
  OnBuild: null,
  User: '',
  Volumes: null,
};

/** What Docker reads of a config; the rest, left by older builders, is dropped. */
const known = new Set([
  ...Object.keys(always),
  'ArgsEscaped',
  'ExposedPorts',
  'Healthcheck',
  'Shell',
  'StopSignal',
  'WorkingDir',
]);

function containerConfig(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const read = Object.fromEntries(
    Object.entries(config).filter(([key, value]) => known.has(key) && !isEmpty(value)),
  );
  const { Healthcheck: check } = read;
  const health = isRecord(check)
    ? { Healthcheck: Object.fromEntries(Object.entries(check).filter(([, value]) => !isEmpty(value))) }
    : {};
  return sorted({ ...always, WorkingDir: '', ...read, ...health });
}

/** What Go leaves out of a struct because of `omitempty`. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

/** A map of Go's: its keys in order, at every depth. */
function sorted(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(
    keys.map((key) => {
      const value = record[key];
      return [key, isRecord(value) ? sorted(value) : value];
    }),
  );
}

function present(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined || value === '' ? {} : { [key]: value };
}

/** Go escapes what a browser could take for markup. */
function goJson(value: unknown): string {
  return JSON.stringify(value, null, 4).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
