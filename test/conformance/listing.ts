/** A layer's tar as lines, one an entry, in the form of `oracle/README.md`. */
import { createHash } from 'node:crypto';
import { toText } from '../../src/filesystem/byte-string.ts';
import { readTar, type TarEntry } from '../../src/image/tar-reader.ts';

export function listLayer(tar: Uint8Array): string[] {
  return [...readTar(tar)].map(listEntry);
}

function listEntry(entry: TarEntry): string {
  const isDevice = entry.type === 'character-device' || entry.type === 'block-device';
  return [
    escapeText(toText(entry.name)),
    entry.type,
    entry.mode.toString(8).padStart(4, '0'),
    `${entry.uid}:${entry.gid}`,
    String(entry.size),
    isDevice ? `${entry.major}:${entry.minor}` : escapeText(toText(entry.linkName)) || '-',
    String(entry.mtime / 1_000_000_000n),
    entry.type === 'file' ? createHash('sha256').update(entry.content).digest('hex') : '-',
  ].join('\t');
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');
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
