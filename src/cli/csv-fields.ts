/**
 * Options that hold several `key=value` fields, `type=oci,dest=out.tar`, as buildx reads them: one line of CSV
 * (RFC 4180), so that a value with a comma can stand in double quotes.
 */
import { UsageError } from './usage-error.ts';

/** The fields in their order; a field without `=` has no value. */
export function csvFields(text: string): readonly { readonly key: string; readonly value?: string }[] {
  return splitCsv(text).map((field) => {
    const equals = field.indexOf('=');
    return equals < 0
      ? { key: field.trim().toLowerCase() }
      : { key: field.slice(0, equals).trim().toLowerCase(), value: field.slice(equals + 1) };
  });
}

function splitCsv(text: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const { value, end } = quoted(text, at);
      fields.push(value);
      at = end;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      fields.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return fields;
    at++;
  }
}

function quoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      throw new UsageError(
        `parse error on line 1, column ${text.length + 1}: extraneous or missing " in quoted-field`,
        `Close the quotes in ${text}`,
      );
    }
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}
