/**
 * Filesystem entries on their way between worker and page: column by column. 50,000 objects take a structured clone a
 * third of a second; a string and a few arrays of numbers take it none.
 */
import type { FilesystemEntry } from './protocol/steps.ts';

const types: readonly FilesystemEntry['type'][] = [
  'file',
  'directory',
  'symlink',
  'hard-link',
  'character-device',
  'block-device',
  'fifo',
];
const changes: readonly FilesystemEntry['change'][] = [undefined, 'added', 'changed', 'deleted', 'unchanged'];

export interface EntryTable {
  readonly kind: 'entry-table';
  /** Each ended by a zero, which no path on Linux has in it. */
  readonly paths: string;
  /** Index in `types` and, from the fifth bit on, in `changes`. */
  readonly kinds: Uint8Array;
  readonly modes: Uint16Array;
  readonly uids: Float64Array;
  readonly gids: Float64Array;
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
  /** By the entry's index; most have none. */
  readonly links: ReadonlyMap<number, string>;
}

export function packEntries(entries: readonly FilesystemEntry[]): EntryTable {
  const { length } = entries;
  const table = {
    kinds: new Uint8Array(length),
    modes: new Uint16Array(length),
    uids: new Float64Array(length),
    gids: new Float64Array(length),
    sizes: new Float64Array(length),
    mtimes: new Float64Array(length),
    links: new Map<number, string>(),
  };
  let paths = '';
  for (const [at, entry] of entries.entries()) {
    paths += `${entry.path.replaceAll('\0', '\ufffd')}\0`;
    table.kinds[at] = types.indexOf(entry.type) | (changes.indexOf(entry.change) << 4);
    table.modes[at] = entry.mode;
    table.uids[at] = entry.uid;
    table.gids[at] = entry.gid;
    table.sizes[at] = entry.size;
    table.mtimes[at] = entry.mtime;
    if (entry.link !== undefined) table.links.set(at, entry.link);
  }
  return { kind: 'entry-table', paths, ...table };
}

export function unpackEntries(table: EntryTable): readonly FilesystemEntry[] {
  const paths = table.paths.split('\0');
  const entries: FilesystemEntry[] = [];
  for (const [at, kind] of table.kinds.entries()) {
    const change = changes[kind >> 4];
    const link = table.links.get(at);
    const entry: { -readonly [Key in keyof FilesystemEntry]: FilesystemEntry[Key] } = {
      path: paths[at] ?? '',
      type: types[kind & 15] ?? 'file',
      mode: table.modes[at] ?? 0,
      uid: table.uids[at] ?? 0,
      gid: table.gids[at] ?? 0,
      size: table.sizes[at] ?? 0,
      mtime: table.mtimes[at] ?? 0,
    };
    if (change !== undefined) entry.change = change;
    if (link !== undefined) entry.link = link;
    entries.push(entry);
  }
  return entries;
}

export function isEntryTable(value: unknown): value is EntryTable {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'entry-table';
}
