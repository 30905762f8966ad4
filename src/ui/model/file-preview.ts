/** A file's bytes as something to read: text when they are text, else a hex dump like `hexdump -C`. */
import { asText } from './project.ts';

export interface FilePreview {
  readonly kind: 'text' | 'binary';
  readonly text: string;
}

/** Bytes of a hex dump; more helps nobody. */
const dumpBytes = 4096;

export function previewFile(content: Uint8Array, whole: boolean): FilePreview {
  // A cut can go through a character: the last three bytes may be the beginning of one.
  for (const cut of whole ? [0] : [0, 1, 2, 3]) {
    const text = asText(content.subarray(0, content.length - cut));
    if (text !== undefined) return { kind: 'text', text };
  }
  return { kind: 'binary', text: hexDump(content.subarray(0, dumpBytes)) };
}

function hexDump(content: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < content.length; at += 16) {
    const row = [...content.subarray(at, at + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const halves = `${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}`;
    const seen = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${at.toString(16).padStart(8, '0')}  ${halves}  ${seen}`);
  }
  return rows.join('\n');
}
