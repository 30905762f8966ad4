// `RUN --mount=` and `--device=`: comma-separated keys to a typed mount. Dockerfile reference,
// "RUN --mount"; messages are BuildKit's (frontend/dockerfile/instructions/commands_runmount).

import { InstructionMistake } from './arguments.ts';
import { didYouMean, quote, suggest } from './go-text.ts';
import { DockerfileError, linesOf } from './problem.ts';
import type { Argument } from './source.ts';

interface MountBase {
  /** Empty: the type's default. */
  readonly target: string;
  readonly readOnly: boolean;
}

interface Ownership {
  /** Permission bits. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

export interface BindMount extends MountBase {
  readonly type: 'bind';
  /** A stage or image; undefined: the build context. */
  readonly from?: string;
  readonly source: string;
}

export interface CacheMount extends MountBase, Ownership {
  readonly type: 'cache';
  /** Undefined: the target. */
  readonly id?: string;
  readonly sharing: 'shared' | 'private' | 'locked';
  readonly from?: string;
  readonly source: string;
}

export interface TmpfsMount extends MountBase {
  readonly type: 'tmpfs';
  /** Bytes; undefined: no limit. */
  readonly size?: number;
}

export interface SecretMount extends MountBase, Ownership {
  readonly type: 'secret';
  /** Given by `id` or `source`; undefined: the target's last name. */
  readonly id?: string;
  readonly required: boolean;
  /** Name of the variable that gets the secret. */
  readonly env?: string;
}

export interface SshMount extends MountBase, Ownership {
  readonly type: 'ssh';
  readonly id?: string;
  readonly required: boolean;
}

export type Mount = BindMount | CacheMount | TmpfsMount | SecretMount | SshMount;

export interface Device {
  readonly name: string;
  readonly required: boolean;
}

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;
const SHARING = ['shared', 'private', 'locked'] as const;
const KEYS = [
  ...['type', 'from', 'source', 'target', 'readonly', 'id', 'sharing', 'required', 'size', 'mode', 'uid'],
  ...['gid', 'src', 'dst', 'destination', 'ro', 'rw', 'readwrite', 'env'],
];
const HELP =
  'A mount is key=value pairs with commas between, without spaces: --mount=type=cache,target=/root/.cache.';

/** What BuildKit checks before any variable has a value. Throws `InstructionMistake`. */
export function checkMountSyntax(mount: Argument): void {
  for (const field of csvFields(mount, 'failed to parse csv mounts')) {
    const equals = field.indexOf('=');
    const dollar = field.indexOf('$', equals + 1);
    if (equals < 0 || field.slice(0, equals).toLowerCase() !== 'from') continue;
    if (dollar >= 0 && dollar < field.length - 1) {
      throw new InstructionMistake(
        'MountFromVariable',
        "'from' doesn't support variable expansion, define alias stage instead",
        'Name a stage after the image, "FROM $IMAGE AS tools", and write from=tools.',
        mount.range,
      );
    }
  }
}

/** What `from=` names, before variables have values (it can't hold any). */
export function mountSourceName(mount: Argument): string | undefined {
  const fields = csvFields(mount, 'failed to parse csv mounts').map(splitField);
  return fields.findLast(({ key }) => key === 'from')?.value || undefined;
}

/** The target as written, for messages; empty without one. */
export function mountTargetText(mount: Argument): string {
  const fields = csvFields(mount, 'failed to parse csv mounts').map(splitField);
  return (
    fields.findLast(({ key }) => key === 'target' || key === 'dst' || key === 'destination')?.value ?? ''
  );
}

/** Throws `InstructionMistake`. */
export function checkDevice(device: Argument): void {
  parseDevice(device);
}

/** `--device=name,required`. Throws `InstructionMistake`. */
export function parseDevice(device: Argument): Device {
  let name = '';
  let required = false;
  for (const field of csvFields(device, 'failed to parse csv devices')) {
    const { key, value } = splitField(field);
    const wrong = (message: string) =>
      new InstructionMistake(
        'InvalidDevice',
        message,
        'Write --device=name or --device=name,required.',
        device.range,
      );
    if (key === 'required') {
      const flag = value === undefined ? true : parseBool(value);
      if (flag === undefined) throw wrong(`invalid value for ${key}: ${value}`);
      required = flag;
    } else if (key === 'name' && value !== undefined) {
      if (name !== '') throw wrong(`device name already set to ${name}`);
      name = value;
    } else if (name === '') name = field;
    else if (value === undefined) throw wrong(`invalid field '${field}' must be a key=value pair`);
    else
      throw wrong(`unexpected key '${key}' in '${field}'${didYouMean(suggest(key, ['name', 'required']))}`);
  }
  return { name, required };
}

interface Draft {
  type: Mount['type'];
  from: string;
  source: string;
  target: string;
  readOnly: boolean | undefined;
  required: boolean;
  id: string;
  sharing: (typeof SHARING)[number] | undefined;
  size: number | undefined;
  mode: number | undefined;
  uid: number | undefined;
  gid: number | undefined;
  env: string | undefined;
}

/**
 * The mount that one `--mount=` value describes. `expand` gives a value its variables.
 * Throws `DockerfileError` at the flag's place.
 */
export function parseMount(mount: Argument, expand: (text: string) => string): Mount {
  const draft: Draft = {
    type: 'bind',
    from: '',
    source: '',
    target: '',
    readOnly: undefined,
    required: false,
    id: '',
    sharing: undefined,
    size: undefined,
    mode: undefined,
    uid: undefined,
    gid: undefined,
    env: undefined,
  };
  try {
    for (const field of csvFields(mount, 'failed to parse csv mounts')) {
      const { key, value } = splitField(field);
      setKey(draft, key, value === undefined ? undefined : expand(value), field);
    }
    return finish(draft);
  } catch (error) {
    const message =
      error instanceof MountMistake || error instanceof InstructionMistake ? error.message : undefined;
    if (message === undefined) throw error;
    throw new DockerfileError({
      code: 'InvalidMount',
      severity: 'error',
      message,
      explanation: HELP,
      range: mount.range,
      namesLine: false,
      lines: linesOf(mount.range),
    });
  }
}

class MountMistake extends Error {}

function setKey(draft: Draft, key: string, value: string | undefined, field: string): void {
  const yes = (text: string): boolean => {
    const flag = parseBool(text);
    if (flag === undefined) throw new MountMistake(`invalid value for ${key}: ${text}`);
    return flag;
  };
  if (value === undefined) {
    if (key === 'readonly' || key === 'ro') draft.readOnly = true;
    else if (key === 'readwrite' || key === 'rw') draft.readOnly = false;
    else if (key !== 'required') throw new MountMistake(`invalid field '${field}' must be a key=value pair`);
    else {
      requireType(draft, key, ['secret', 'ssh']);
      draft.required = true;
    }
    return;
  }
  switch (key) {
    case 'type':
      draft.type = oneOf(value, TYPES, 'unsupported mount type');
      return;
    case 'from':
    case 'id':
    case 'env':
      draft[key] = value;
      return;
    case 'source':
    case 'src':
      draft.source = value;
      return;
    case 'target':
    case 'dst':
    case 'destination':
      draft.target = value;
      return;
    case 'readonly':
    case 'ro':
      draft.readOnly = yes(value);
      return;
    case 'readwrite':
    case 'rw':
      draft.readOnly = !yes(value);
      return;
    case 'required':
      requireType(draft, key, ['secret', 'ssh']);
      draft.required = yes(value);
      return;
    case 'size':
      requireType(draft, key, ['tmpfs']);
      draft.size = parseSize(value);
      if (draft.size === undefined) throw new MountMistake(`invalid value for ${key}: ${value}`);
      return;
    case 'sharing':
      draft.sharing = oneOf(value, SHARING, 'unsupported sharing value');
      return;
    case 'mode':
    case 'uid':
    case 'gid': {
      const radix = key === 'mode' ? 8 : 10;
      const digits = key === 'mode' ? /^[0-7]{1,11}$/ : /^\d{1,10}$/;
      const number = digits.test(value) ? Number.parseInt(value, radix) : Number.NaN;
      if (!(number < 2 ** 32)) throw new MountMistake(`invalid value ${value} for ${key}`);
      draft[key] = number;
      return;
    }
    default:
      throw new MountMistake(`unexpected key '${key}' in '${field}'${didYouMean(suggest(key, KEYS))}`);
  }
}

function requireType(draft: Draft, key: string, types: readonly Mount['type'][]): void {
  if (types.includes(draft.type)) return;
  throw new MountMistake(`unexpected key '${key}' for mount type '${draft.type}'`);
}

function oneOf<T extends string>(value: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((candidate) => candidate === value.toLowerCase());
  if (found !== undefined) return found;
  throw new MountMistake(`${what} ${quote(value)}${didYouMean(suggest(value, allowed))}`);
}

function finish(draft: Draft): Mount {
  const { type, from, source, target, required, sharing } = draft;
  if (type === 'bind' || type === 'tmpfs') {
    for (const key of ['mode', 'uid', 'gid'] as const) {
      if (draft[key] !== undefined) throw new MountMistake(`${key} not allowed for "${type}" type mounts`);
    }
  }
  if (type === 'secret') {
    if (from !== '') throw new MountMistake('secret mount should not have a from');
    if (sharing !== undefined) throw new MountMistake('secret mount should not define sharing');
    if (source === '' && target === '' && draft.id === '') {
      throw new MountMistake('invalid secret mount. one of source, target required');
    }
    if (source !== '' && draft.id !== '') throw new MountMistake("both source and id can't be set");
  }
  if (sharing !== undefined && type !== 'cache') {
    throw new MountMistake(`invalid cache sharing set for ${type} mount`);
  }
  const readOnly = draft.readOnly ?? !(type === 'cache' || type === 'tmpfs');
  const base = { target, readOnly };
  const owned = {
    ...base,
    ...(draft.mode === undefined ? {} : { mode: draft.mode }),
    ...(draft.uid === undefined ? {} : { uid: draft.uid }),
    ...(draft.gid === undefined ? {} : { gid: draft.gid }),
  };
  const fromPart = from === '' ? {} : { from };
  const id = draft.id || (type === 'secret' ? source : '');
  const idPart = id === '' ? {} : { id };
  switch (type) {
    case 'bind':
      return { type, ...base, ...fromPart, source };
    case 'cache':
      return { type, ...owned, ...idPart, sharing: sharing ?? 'shared', ...fromPart, source };
    case 'tmpfs':
      return { type, ...base, ...(draft.size === undefined ? {} : { size: draft.size }) };
    case 'secret':
      return { type, ...owned, ...idPart, required, ...(draft.env === undefined ? {} : { env: draft.env }) };
    case 'ssh':
      return { type, ...owned, ...idPart, required };
  }
}

function splitField(field: string): { key: string; value?: string } {
  const equals = field.indexOf('=');
  if (equals < 0) return { key: field.toLowerCase() };
  return { key: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) };
}

/** One line of CSV (RFC 4180). Throws `InstructionMistake`. */
function csvFields(argument: Argument, what: string): string[] {
  const text = argument.text;
  const wrong = (why: string) =>
    new InstructionMistake('InvalidCsv', `${what}: ${why}`, HELP, argument.range);
  if (text === '') throw wrong('EOF');
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    if (text.charAt(at) !== '"') {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      const field = text.slice(at, end);
      if (field.includes('"'))
        throw wrong(
          `parse error on line 1, column ${at + field.indexOf('"') + 1}: bare " in non-quoted field`,
        );
      fields.push(field);
      at = end;
    } else {
      let field = '';
      let close = text.indexOf('"', at + 1);
      let from = at + 1;
      while (close >= 0 && text.charAt(close + 1) === '"') {
        field += text.slice(from, close + 1);
        from = close + 2;
        close = text.indexOf('"', from);
      }
      const after = close < 0 ? '' : text.charAt(close + 1);
      if (close < 0 || (after !== '' && after !== ',')) {
        throw wrong(
          `parse error on line 1, column ${(close < 0 ? text.length : close) + 1}: extraneous or missing " in quoted-field`,
        );
      }
      fields.push(field + text.slice(from, close));
      at = close + 1;
    }
    if (at >= text.length) return fields;
  }
}

/** Go's `strconv.ParseBool`. */
function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return undefined;
}

/** `64m`, `1.5GiB`, `1024`: bytes. */
function parseSize(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,15})?) ?([kmgtpe]?)(?:i?b)?$/i.exec(text);
  if (!match) return undefined;
  const power = 'bkmgtpe'.indexOf(match[2]?.toLowerCase() || 'b');
  return Math.trunc(Number(match[1]) * 1024 ** power);
}
