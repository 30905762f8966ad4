/** A layer's tar as lines, one an entry, in the form of `oracle/README.md`. */
import { createHash } from 'node:crypto';
import { type ByteString, toText } from '../../src/filesystem/byte-string.ts';
import { readTar, type TarEntry } from '../../src/image/tar-reader.ts';

export function listLayer(tar: Uint8Array): string[] {
  return [...readTar(tar)].map(listEntry);
}

function listEntry(entry: TarEntry): string {
  const isDevice = entry.type === 'character-device' || entry.type === 'block-device';
  return [
    escapeText(entry.name),
    entry.type,
    entry.mode.toString(8).padStart(4, '0'),
    `${entry.uid}:${entry.gid}`,
    String(entry.size),
    isDevice ? `${entry.major}:${entry.minor}` : escapeText(entry.linkName) || '-',
    String(entry.mtime / 1_000_000_000n),
    entry.type === 'file' ? createHash('sha256').update(entry.content).digest('hex') : '-',
  ].join('\t');
}

/** A character of UTF-8 beyond ASCII, or (second group) a byte that belongs to none. */
const beyondAscii =
  /((?:[\xc2-\xdf]|\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]|\xf0[\x90-\xbf][\x80-\xbf]|[\xf1-\xf4][\x80-\xbf]{2})[\x80-\xbf])|([\x80-\xff])/g;

/** One line of text; bytes that are not UTF-8 become `\xff`. */
function escapeText(name: ByteString): string {
  const line = name.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');
  return line.replace(beyondAscii, (_, character: string | undefined, byte: string) =>
    character === undefined ? `\\x${byte.charCodeAt(0).toString(16)}` : toText(character),
  );
}

/** A listing file: the entries of each layer, by the lines that begin with `#`. */
export function parseListing(text: string): { readonly title: string; readonly entries: string[] }[] {
  const layers: { title: string; entries: string[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) layers.push({ title: line.slice(2), entries: [] });
    else if (line !== '') layers.at(-1)?.entries.push(line);
  }
  return layers;
}
