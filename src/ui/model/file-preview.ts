/** A file's bytes as something to look at: text where they are text, a picture where they are one, and always as hex. */
import { asText } from './project.ts';

/** What a file can be shown as. */
export interface FilePreview {
  /** Absent when the bytes are no text. */
  readonly text?: string;
  /** Media type of a picture that browsers show. */
  readonly picture?: string;
}

/** `whole`: the content isn't cut off. */
export function previewFile(content: Uint8Array, whole: boolean): FilePreview {
  const picture = whole ? pictureType(content) : undefined;
  const text = textOf(content, whole);
  return { ...(text === undefined ? {} : { text }), ...(picture === undefined ? {} : { picture }) };
}

function textOf(content: Uint8Array, whole: boolean): string | undefined {
  // A cut can go through a character: the last three bytes may be the beginning of one.
  for (const cut of whole ? [0] : [0, 1, 2, 3]) {
    const text = asText(content.subarray(0, content.length - cut));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** By the first bytes, as no name can be trusted. */
const signatures: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['image/avif', 4, 'ftypavif'],
  ['image/bmp', 0, 'BM'],
  ['image/x-icon', 0, '\0\0\x01\0'],
];

function pictureType(content: Uint8Array): string | undefined {
  const head = String.fromCharCode(...content.subarray(0, 512));
  const known = signatures.find(([, at, bytes]) => head.startsWith(bytes, at));
  if (known) return known[0];
  return /^(?:\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE svg[^>]*>)*<svg[\s>]/i.test(head)
    ? 'image/svg+xml'
    : undefined;
}

export const bytesOfRow = 16;

/** One row of a hex dump, as `hexdump -C` prints it. */
export function hexRow(content: Uint8Array, row: number): string {
  const at = row * bytesOfRow;
  const bytes = [...content.subarray(at, at + bytesOfRow)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  const halves = `${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}`;
  const seen = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${at.toString(16).padStart(8, '0')}  ${halves}  |${seen}|`;
}
