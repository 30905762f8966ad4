/** A JSON document as lines to show, each with the field that it is about. */

export interface JsonLine {
  /** Levels of indentation. */
  readonly depth: number;
  /** The key as it is written in the JSON, without quotes; absent in lists and at closing brackets. */
  readonly key?: string;
  /** Path of the field for the catalogue of explanations: `config.Env[]`, `history[].created`. */
  readonly field: string;
  /** What follows the key: a value, or an opening or closing bracket, with the comma after it. */
  readonly value: string;
  readonly kind: 'text' | 'number' | 'word' | 'bracket';
}

/** Lines of a document that are made at most: a hostile one must not fill the memory. */
export const mostLines = 50_000;

/** Undefined when the text is no JSON. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** As `JSON.stringify(value, null, 2)` prints it. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  add(lines, value, { depth: 0, field: '', comma: '' });
  return lines;
}

interface Place {
  readonly depth: number;
  readonly field: string;
  readonly comma: string;
  readonly key?: string;
}

function add(lines: JsonLine[], value: unknown, place: Place): void {
  if (lines.length >= mostLines) return;
  const { depth, field, comma, key } = place;
  const line = (text: string, kind: JsonLine['kind']): JsonLine => ({
    depth,
    field,
    value: text,
    kind,
    ...(key === undefined ? {} : { key }),
  });
  if (typeof value !== 'object' || value === null) {
    const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'word';
    lines.push(line(`${JSON.stringify(value)}${comma}`, kind));
    return;
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const members = Object.entries(value);
  if (members.length === 0) {
    lines.push(line(`${open}${close}${comma}`, 'bracket'));
    return;
  }
  lines.push(line(open, 'bracket'));
  for (const [at, [name, member]] of members.entries()) {
    add(lines, member, {
      depth: depth + 1,
      field: isList ? `${field}[]` : joinField(field, name),
      comma: at === members.length - 1 ? '' : ',',
      ...(isList ? {} : { key: name }),
    });
  }
  lines.push({ depth, field, value: `${close}${comma}`, kind: 'bracket' });
}

export function joinField(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

/** What a catalogue says of a field: its own text, or that of any member of the same map. */
export function explain(
  catalogue: Readonly<Record<string, string>>,
  field: string,
  key?: string,
): string | undefined {
  const own = catalogue[field];
  if (own !== undefined || key === undefined) return own;
  return catalogue[`${field.slice(0, field.length - key.length)}{}`];
}
