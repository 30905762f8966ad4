/**
 * Terminal text to styled spans: SGR colours and attributes of ECMA-48 are kept, every other escape sequence
 * and control character is dropped. The result is data; whoever shows it never parses it as markup.
 */

/** A colour of the 256-colour palette, or `#rrggbb`. */
export type AnsiColour = number | string;

export interface TextStyle {
  readonly foreground?: AnsiColour;
  readonly background?: AnsiColour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
}

export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

export const plainStyle: TextStyle = {};

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with control characters.
const sequence = /\x1b\[([0-9;:?<=>]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a line without any is plain text.
const anyControl = /[\x00-\x08\x0a-\x1f\x7f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const controls = /[\x00-\x08\x0a-\x1f\x7f]/g;

/** One line (no newline in it), begun in `style`. A carriage return starts the line over, as on a terminal. */
export function parseAnsiLine(
  line: string,
  style: TextStyle,
): { readonly spans: readonly Span[]; readonly style: TextStyle } {
  // By far the most lines there are.
  if (!anyControl.test(line)) return { spans: line === '' ? [] : [{ text: line, style }], style };
  let current = style;
  let spans: Span[] = [];
  const add = (raw: string): void => {
    const restart = raw.replace(/\r+$/, '').lastIndexOf('\r');
    if (restart >= 0) spans = [];
    const text = raw.slice(restart + 1).replace(controls, '');
    if (text !== '') spans.push({ text, style: current });
  };
  let at = 0;
  for (const match of line.matchAll(sequence)) {
    add(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') current = applySgr(current, match[1] ?? '');
  }
  add(line.slice(at));
  return { spans, style: current };
}

function applySgr(style: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let next: TextStyle = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = extendedColour(codes, at + 1);
      at += used;
      if (colour !== undefined) next = { ...next, [code === 38 ? 'foreground' : 'background']: colour };
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return plainStyle;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 7) return { ...style, inverse: true };
  if (code === 22) return without(style, 'bold', 'dim');
  if (code === 23) return without(style, 'italic');
  if (code === 24) return without(style, 'underline');
  if (code === 27) return without(style, 'inverse');
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code === 39) return without(style, 'foreground');
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code === 49) return without(style, 'background');
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  return style;
}

function without(style: TextStyle, ...keys: readonly (keyof TextStyle)[]): TextStyle {
  return Object.fromEntries(Object.entries(style).filter(([key]) => !keys.some((gone) => gone === key)));
}

function extendedColour(
  codes: readonly number[],
  at: number,
): { readonly colour?: AnsiColour; readonly used: number } {
  if (codes[at] === 5) {
    const index = codes[at + 1];
    return index !== undefined && index >= 0 && index <= 255 ? { colour: index, used: 2 } : { used: 2 };
  }
  if (codes[at] === 2) {
    const parts = codes.slice(at + 1, at + 4);
    const fits = parts.length === 3 && parts.every((part) => part >= 0 && part <= 255);
    return fits ? { colour: hex(parts), used: 4 } : { used: 4 };
  }
  return { used: 1 };
}

/** The colour as CSS text for entries 16–255; 0–15 follow the page's theme and give undefined. */
export function paletteColour(index: number): string | undefined {
  if (index < 16) return undefined;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return hex([grey, grey, grey]);
  }
  const level = (part: number): number => (part === 0 ? 0 : 55 + part * 40);
  const cube = index - 16;
  return hex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
