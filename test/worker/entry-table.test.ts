import { describe, expect, it } from 'vitest';
import { isEntryTable, packEntries, unpackEntries } from '../../src/worker/entry-table.ts';
import type { FilesystemEntry } from '../../src/worker/protocol.ts';

const owned = { uid: 4_294_967_295, gid: 0, mtime: 1_700_000_000 } as const;
const entries: readonly FilesystemEntry[] = [
  { path: '/d', type: 'directory', change: 'unchanged', mode: 0o7777, size: 0, ...owned },
  { path: '/d/grüße', type: 'file', change: 'added', mode: 0o644, size: 5_000_000_000, ...owned },
  { path: '/d/link', type: 'symlink', mode: 0o777, size: 0, link: 'grüße', ...owned },
  { path: '/d/twin', type: 'hard-link', change: 'changed', mode: 0o644, size: 0, link: '/d/grüße', ...owned },
  { path: '/gone', type: 'fifo', change: 'deleted', mode: 0, size: 0, ...owned, mtime: -1 },
];

describe('a table of entries', () => {
  it('comes out of a structured clone as it went in', () => {
    const table = structuredClone(packEntries(entries));
    expect(isEntryTable(table)).toBe(true);
    expect(unpackEntries(table)).toEqual(entries);
    expect(unpackEntries(packEntries([]))).toEqual([]);
  });

  it('keeps its rows apart whatever a path has in it', () => {
    const [first, second] = unpackEntries(
      packEntries(['/a\0b', '/c'].map((path) => ({ path, type: 'file', mode: 0, size: 1, ...owned }))),
    );
    expect([first?.path, second?.path]).toEqual(['/a\ufffdb', '/c']);
  });

  it('is told from other answers', () => {
    expect([isEntryTable(undefined), isEntryTable([]), isEntryTable({ kind: 'x' })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
