/** `--output`: what becomes of the result, in buildx's words (`type=oci,dest=image.tar`). */
import { csvFields } from './csv-fields.ts';
import { UsageError } from './usage-error.ts';

export interface OutputOption {
  /** `oci`, `docker`: an image as a tar; `tar`: its filesystem as a tar; `local`: the same as a folder. */
  readonly type: 'oci' | 'docker' | 'tar' | 'local';
  /** File or folder; `-` is standard output. */
  readonly dest: string;
  /** Clamp the times in all layers to SOURCE_DATE_EPOCH. */
  readonly rewriteTimestamp: boolean;
  /** Names from `name=`, beside those of `--tag`. */
  readonly names: readonly string[];
}

const types = ['oci', 'docker', 'tar', 'local'] as const;
/** Attributes that only choose what is always so here. */
const alwaysSo: Readonly<Record<string, string>> = {
  compression: 'uncompressed',
  'force-compression': 'true',
  'oci-mediatypes': 'true',
  tar: 'true',
};

/** @throws {UsageError} with Docker's sentence. */
export function parseOutput(text: string): OutputOption {
  // As with docker: a bare path is a folder, a bare dash a tar on standard output.
  if (!text.includes('=') && !text.includes(',')) {
    return text === '-'
      ? { type: 'tar', dest: '-', rewriteTimestamp: false, names: [] }
      : { type: 'local', dest: text, rewriteTimestamp: false, names: [] };
  }
  let type: OutputOption['type'] | undefined;
  let dest: string | undefined;
  let rewriteTimestamp = false;
  let names: readonly string[] = [];
  for (const { key, value } of csvFields(text)) {
    if (value === undefined) {
      throw new UsageError(
        `invalid value ${key}`,
        `Write --output as key=value fields: --output type=oci,dest=image.tar`,
      );
    }
    if (key === 'type') type = typeOf(value);
    else if (key === 'dest') dest = value;
    else if (key === 'rewrite-timestamp') rewriteTimestamp = parseBoolean(key, value);
    else if (key === 'name') names = value.split(',').filter((name) => name !== '');
    else if (alwaysSo[key] !== value) throw unknownAttribute(key, value);
  }
  if (type === undefined) {
    throw new UsageError('type is required for output', `It is one of ${types.join(', ')}.`);
  }
  if (dest === undefined || dest === '') {
    if (type === 'local') throw new UsageError('dest is required for local exporter');
    dest = '-';
  }
  if (type === 'local' && dest === '-') {
    throw new UsageError(
      'dest - not supported for local exporter',
      'A folder cannot go to standard output; type=tar can.',
    );
  }
  return { type, dest, rewriteTimestamp, names };
}

function typeOf(value: string): OutputOption['type'] {
  const type = types.find((each) => each === value);
  if (type !== undefined) return type;
  const advice =
    value === 'image'
      ? 'There is no daemon here: push it with type=registry, or write a file with type=docker,dest=image.tar.'
      : `It is one of ${types.join(', ')}.`;
  throw new UsageError(`exporter "${value}" could not be found`, advice);
}

function unknownAttribute(key: string, value: string): UsageError {
  const known = alwaysSo[key];
  return known === undefined
    ? new UsageError(`unknown output attribute ${key}`, 'Known are type, dest, name and rewrite-timestamp.')
    : new UsageError(`unsupported value ${value} for output attribute ${key}`, `Here it is always ${known}.`);
}

export function parseBoolean(key: string, value: string): boolean {
  if (/^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new UsageError(`non-bool value specified for ${key}`, 'Write true or false.');
}
