/**
 * An image's config or manifest as fields to read, from its JSON without trusting it. What a list or a map holds is a
 * line each; what is deeper is fields of fields. (OCI image spec, config.md and manifest.md.)
 */
import { joinField, parseJson } from './json-lines.ts';

export interface DocumentField {
  readonly key: string;
  /** Path for the catalogue of explanations: `config.Env`. */
  readonly field: string;
  /** One line each; empty where the field has fields of its own. */
  readonly values: readonly string[];
  readonly fields: readonly DocumentField[];
  /** Number of entries of a list that is too long to be read as fields. */
  readonly entries?: number;
}

/** Argument lists stay one line in exec form, so that spaces in an argument can be told from separators. */
const commands = new Set(['Entrypoint', 'Cmd', 'Shell', 'Test']);
/** Maps whose values say nothing. */
const sets = new Set(['ExposedPorts', 'Volumes']);
/** Maps of names to texts. */
const maps = new Set(['Labels', 'annotations']);
/** Entries of a list that are shown as fields. */
const mostEntries = 64;

/** Undefined when the text is no JSON object. */
export function readDocument(json: string): readonly DocumentField[] | undefined {
  const parsed = parseJson(json);
  return parsed && isRecord(parsed.value) ? fieldsOf(parsed.value, '', 0) : undefined;
}

const deepest = 6;

function fieldsOf(
  value: Readonly<Record<string, unknown>>,
  at: string,
  depth: number,
): readonly DocumentField[] {
  return Object.entries(value).map(([key, member]) => readField(key, member, joinField(at, key), depth));
}

function readField(key: string, value: unknown, field: string, depth: number): DocumentField {
  const plain = (...values: string[]): DocumentField => ({ key, field, values, fields: [] });
  if (typeof value === 'string') return plain(value);
  if (depth >= deepest || typeof value !== 'object' || value === null) return plain(JSON.stringify(value));
  if (Array.isArray(value)) {
    if (commands.has(key)) return plain(`[${value.map((part) => JSON.stringify(part)).join(', ')}]`);
    if (value.every((member) => typeof member !== 'object')) return plain(...value.map(String));
    if (key === 'history' || value.length > mostEntries) {
      return { key, field, values: [], fields: [], entries: value.length };
    }
    const members = value.map((member, index) => readField(`${index + 1}`, member, `${field}[]`, depth + 1));
    return { key, field, values: [], fields: members };
  }
  if (!isRecord(value)) return plain(JSON.stringify(value));
  if (sets.has(key)) return plain(...Object.keys(value));
  if (maps.has(key)) return plain(...Object.entries(value).map(([name, text]) => `${name}=${String(text)}`));
  return { key, field, values: [], fields: fieldsOf(value, field, depth + 1) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
