/**
 * JSON as Go's `encoding/json` writes it: the digests of configs and manifests are digests of those very bytes.
 */
import { fromText } from '../filesystem/byte-string.ts';
import { ImageError } from './image-error.ts';

export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** An object is a Go struct: keys stay in order, `undefined` is left out. A `Map` is a Go map: keys are sorted. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | JsonObject;

/** `json.Marshal`: no white space. */
export function marshal(value: JsonValue): string {
  return write(value, '', '', ':');
}

/** `json.MarshalIndent` with two spaces. */
export function marshalIndent(value: JsonValue): string {
  return write(value, '\n', '  ', ': ');
}

/** A list that Go's code only ever appended to: without an element it is a nil slice, which is written as null. */
export function listJson(list: readonly JsonValue[]): JsonValue {
  return list.length === 0 ? null : list;
}

/** A record as a Go map. */
export function goMap(record: Readonly<Record<string, JsonValue>>): ReadonlyMap<string, JsonValue> {
  return new Map(Object.entries(record));
}

function write(value: JsonValue, newline: string, indent: string, colon: string): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = newline + indent;
  const wrap = (open: string, items: readonly string[], close: string): string =>
    items.length === 0 ? open + close : `${open}${inner}${items.join(`,${inner}`)}${newline}${close}`;
  if (isArray(value)) {
    const items = value.map((item) => write(item, inner, indent, colon));
    return wrap('[', items, ']');
  }
  const members = value instanceof Map ? sorted(value) : Object.entries(value);
  const items = members.flatMap(([key, member]) =>
    member === undefined ? [] : [`${quote(key)}${colon}${write(member, inner, indent, colon)}`],
  );
  return wrap('{', items, '}');
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** By the bytes of their UTF-8 form, which UTF-16 order is not. */
function sorted(map: ReadonlyMap<string, JsonValue>): [string, JsonValue][] {
  return [...map]
    .map(([key, value]) => ({ bytes: fromText(key), key, value }))
    .sort((a, b) => (a.bytes < b.bytes ? -1 : 1))
    .map(({ key, value }) => [key, value]);
}

// What Go escapes besides what `JSON.stringify` does, so that JSON can stand in HTML and in JavaScript.
const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function quote(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (char) => escapes[char] ?? char);
}

/** JSON documents are never larger than this many bytes: a hostile one must not fill the memory. */
export const maximumJson = 8 * 1024 ** 2;

/**
 * Parses a JSON document that has to be an object.
 * @throws ImageError `malformed` or `limit`.
 */
export function parseObject(bytes: Uint8Array, path: string): ParsedObject {
  if (bytes.length > maximumJson) {
    throw new ImageError('limit', `has ${bytes.length} bytes`, {
      path,
      expected: `at most ${maximumJson} bytes of JSON`,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ImageError('malformed', `is not JSON: ${error instanceof Error ? error.message : error}`, {
      path,
    });
  }
  return new ParsedObject(value, path);
}

/** A JSON object from outside: each reader answers a checked type, or undefined where there is nothing. */
export class ParsedObject {
  readonly path: string;
  readonly #members: ReadonlyMap<string, unknown>;

  /** @throws ImageError `malformed` when it is no object. */
  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ImageError('malformed', 'has something else here', { path, expected: 'a JSON object' });
    }
    this.path = path;
    this.#members = new Map(Object.entries(value));
  }

  keys(): string[] {
    return [...this.#members.keys()];
  }

  /** As it is, unchecked. */
  raw(key: string): unknown {
    return this.#members.get(key) ?? undefined;
  }

  string(key: string): string | undefined {
    return this.#typed(key, 'a string', (value) => (typeof value === 'string' ? value : undefined));
  }

  number(key: string): number | undefined {
    return this.#typed(key, 'a whole number', (value) =>
      Number.isInteger(value) ? Number(value) : undefined,
    );
  }

  boolean(key: string): boolean | undefined {
    return this.#typed(key, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  object(key: string): ParsedObject | undefined {
    const value = this.raw(key);
    return value === undefined ? undefined : new ParsedObject(value, `${this.path}, ${key}`);
  }

  objects(key: string): ParsedObject[] {
    return this.#list(key).map((value, at) => new ParsedObject(value, `${this.path}, ${key}[${at}]`));
  }

  strings(key: string): string[] | undefined {
    if (this.raw(key) === undefined) return undefined;
    return this.#list(key).map((value) => {
      if (typeof value !== 'string') throw this.#wrong(key, 'a list of strings');
      return value;
    });
  }

  /** String values by key. */
  stringMap(key: string): Record<string, string> | undefined {
    const object = this.object(key);
    return object && Object.fromEntries(object.keys().map((name) => [name, object.string(name) ?? '']));
  }

  #list(key: string): readonly unknown[] {
    return this.#typed(key, 'a list', (value) => (Array.isArray(value) ? value : undefined)) ?? [];
  }

  #typed<Type>(key: string, expected: string, check: (value: unknown) => Type | undefined): Type | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const checked = check(value);
    if (checked === undefined) throw this.#wrong(key, expected);
    return checked;
  }

  #wrong(key: string, expected: string): ImageError {
    return new ImageError('malformed', `has a wrong ${JSON.stringify(key)}`, { path: this.path, expected });
  }
}
