import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromText } from '../../src/filesystem/byte-string.ts';
import type { Tree } from '../../src/filesystem/tree.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { compareTrees } from '../../src/worker/compare-trees.ts';
import { twoTrees } from '../filesystem/arbitrary-tree.ts';

const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: 0n };

function tree(files: Readonly<Record<string, string>>, extra: Partial<typeof attributes> = {}): Tree {
  const builder = new TreeBuilder(emptyTree);
  for (const [path, text] of Object.entries(files)) {
    const content = new TextEncoder().encode(text);
    builder.put(fromText(path), { type: 'file', ...attributes, ...extra, links: 1, content });
  }
  return builder.finish();
}

describe('two filesystems', () => {
  it('differ by what is in one only, and by what changed', () => {
    const comparison = compareTrees(
      tree({ '/a': 'one', '/b': 'same', '/d/x': '12345', '/d/y': '1' }),
      tree({ '/a': 'two!', '/b': 'same', '/c': '123' }),
    );
    expect(comparison).toEqual({
      files: [
        { path: '/a', first: 3, second: 4, directory: false, differs: ['content'] },
        { path: '/c', second: 3, directory: false, differs: [] },
        { path: '/d', first: 0, directory: true, differs: [] },
        { path: '/d/x', first: 5, directory: false, differs: [] },
        { path: '/d/y', first: 1, directory: false, differs: [] },
      ],
      left: 0,
      onlyFirst: { files: 2, bytes: 6 },
      onlySecond: { files: 1, bytes: 3 },
      changed: { files: 1, bytes: 4 },
      timesOnly: 0,
      same: 1,
    });
  });

  it('are told apart by mode, owner and time, and the time alone is counted by itself', () => {
    const before = tree({ '/a': 'x' });
    expect(compareTrees(before, tree({ '/a': 'x' }, { mode: 0o755, uid: 5 })).files[0]?.differs).toEqual([
      ...['mode', 'owner'],
    ]);
    const later = compareTrees(before, tree({ '/a': 'x' }, { mtime: 9n }));
    expect(later.files[0]?.differs).toEqual(['time']);
    expect(later).toMatchObject({ timesOnly: 1, changed: { files: 0 } });
  });

  it('that are the same have no difference, and the other way round the sides are swapped', () => {
    fc.assert(
      fc.property(twoTrees({ hardLinks: true }), ([a, b]) => {
        expect(compareTrees(a, a)).toMatchObject({ files: [], timesOnly: 0 });
        const there = compareTrees(a, b);
        const back = compareTrees(b, a);
        expect(back.onlyFirst).toEqual(there.onlySecond);
        expect(back.onlySecond).toEqual(there.onlyFirst);
        expect(back.files.map(({ path }) => path)).toEqual(there.files.map(({ path }) => path));
      }),
      { numRuns: 60 },
    );
  });
});
