/** Writes a layer as a tar in the USTAR dialect (POSIX.1-1988), the one BuildKit writes. */
import type { Entry } from './rootfs.ts';

/** All files of the bundled images have this time: 2026-01-01, Unix seconds. */
export const imageTime = 1767225600;

const block = 512;

/** The layer's bytes: entries sorted by path, two zero blocks at the end. */
export function layerTar(entries: readonly Entry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const pieces = sorted.flatMap((entry) => {
    const content = entry.type === 'file' ? entry.content : new Uint8Array(0);
    const padding = (block - (content.length % block)) % block;
    return [header(entry, content.length), content, new Uint8Array(padding)];
  });
  return joined([...pieces, new Uint8Array(2 * block)]);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const typeFlags = { file: '0', symlink: '2', directory: '5' } as const;

function header(entry: Entry, size: number): Uint8Array {
  const bytes = new Uint8Array(block);
  const text = (at: number, length: number, value: string) => {
    const encoded = new TextEncoder().encode(value);
    if (encoded.length > length) throw new Error(`${value}: longer than ${length} bytes`);
    bytes.set(encoded, at);
  };
  const octal = (at: number, length: number, value: number) =>
    text(at, length, value.toString(8).padStart(length - 1, '0'));
  const owned = entry.type === 'symlink' ? { mode: 0o777, uid: 0, gid: 0 } : entry;
  text(0, 100, entry.type === 'directory' ? `${entry.path}/` : entry.path);
  octal(100, 8, owned.mode);
  octal(108, 8, owned.uid);
  octal(116, 8, owned.gid);
  octal(124, 12, size);
  octal(136, 12, imageTime);
  text(156, 1, typeFlags[entry.type]);
  text(157, 100, entry.type === 'symlink' ? entry.target : '');
  text(257, 8, 'ustar\x0000');
  octal(329, 8, 0);
  octal(337, 8, 0);
  // The checksum is taken with its own field as spaces.
  text(148, 8, '        ');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  text(148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
  return bytes;
}
