import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/filesystem/apply.ts';
import { type Change, diff } from '../../src/filesystem/diff.ts';
import {
  type DirectoryNode,
  emptyTree,
  type FileNode,
  type Tree,
  type TreeNode,
} from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { rows, twoTrees, wrongLinkCounts } from './arbitrary-tree.ts';

const attributes = { mode: 0o755, uid: 0, gid: 0, mtime: 0n };

const file = (text: string, more: Partial<FileNode> = {}): FileNode => ({
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: 0n,
  content: new TextEncoder().encode(text),
  links: 1,
  ...more,
});

function edited(tree: Tree, edit: (builder: TreeBuilder) => void): Tree {
  const builder = new TreeBuilder(tree);
  edit(builder);
  return builder.finish();
}

const base = edited(emptyTree, (tree) => {
  tree.put('/a/b/one', file('1'));
  tree.put('/a/b/two', file('2'));
  tree.put('/a/three', file('3'));
  tree.put('/z', file('z'));
});

const summary = (changes: readonly Change[]) =>
  changes.map((change) => {
    const link = 'linkTo' in change ? ` = ${change.linkTo}` : '';
    return `${change.kind} ${change.path}${link}`;
  });

const changesOf = (edit: (builder: TreeBuilder) => void) => summary(diff(base, edited(base, edit)));

describe('the diff of two trees', () => {
  it('is empty for equal trees, shared or not', () => {
    expect(diff(base, base)).toEqual([]);
    expect(changesOf((tree) => tree.put('/z', file('z')))).toEqual([]);
  });

  it('carries the parents of a change, once, and the root never', () => {
    const changes = changesOf((tree) => {
      tree.put('/a/b/one', file('changed'));
      tree.put('/a/b/zero', file('0'));
      tree.put('/new', file('n'));
    });
    expect(changes).toEqual([
      'parent /a',
      'parent /a/b',
      'modified /a/b/one',
      'added /a/b/zero',
      'added /new',
    ]);
  });

  it('names a deleted directory alone, in the order of names', () => {
    const changes = changesOf((tree) => {
      tree.remove('/a/b');
      tree.put('/a/aa', file(''));
    });
    expect(changes).toEqual(['parent /a', 'added /a/aa', 'deleted /a/b']);
  });

  it('replaces a directory by a file and a file by a directory without whiteouts', () => {
    expect(changesOf((tree) => tree.put('/a', file('')))).toEqual(['modified /a']);
    expect(
      changesOf((tree) => {
        tree.remove('/z');
        tree.put('/z/in', file(''));
      }),
    ).toEqual(['modified /z', 'added /z/in']);
  });

  it.each([
    ['mode', { mode: 0o600 }],
    ['owner', { uid: 1 }],
    ['group', { gid: 1 }],
    ['mtime', { mtime: 1n }],
    ['file capabilities', { xattrs: new Map([['security.capability', new Uint8Array([1])]]) }],
  ])('sees a changed %s', (_what, more) => {
    expect(changesOf((tree) => tree.put('/z', file('z', more)))).toEqual(['modified /z']);
  });

  it("doesn't count a directory's mtime, nor other extended attributes", () => {
    const directory = { mode: 0o755, uid: 0, gid: 0, mtime: 5n };
    expect(changesOf((tree) => tree.putDirectory('/a', directory))).toEqual([]);
    const xattrs = new Map([['user.note', new Uint8Array([1])]]);
    expect(changesOf((tree) => tree.put('/z', file('z', { xattrs })))).toEqual([]);
  });

  it('links the later names of a new file to its first', () => {
    const changes = changesOf((tree) => {
      tree.put('/n2', file('n'));
      tree.link('/n1', '/n2');
      tree.link('/a/n3', '/n2');
    });
    expect(changes).toEqual(['parent /a', 'added /a/n3', 'added /n1 = /a/n3', 'added /n2 = /a/n3']);
  });

  it('gives a new name of an old file as a whole file, as overlay filesystems do', () => {
    expect(changesOf((tree) => tree.link('/zz', '/z'))).toEqual(['added /zz']);
  });

  it('only looks into directories that the trees do not share', () => {
    const shared: DirectoryNode = {
      type: 'directory',
      ...attributes,
      get entries() {
        return expect.fail('looked into a shared directory');
      },
    };
    const tree = (...more: [string, TreeNode][]): Tree => ({
      root: { ...base.root, entries: new Map<string, TreeNode>([['shared', shared], ...more]) },
    });
    const [before, after] = [tree(), tree(['q', file('')])];
    expect(summary(diff(before, after))).toEqual(['added /q']);
  });
});

describe('any two trees', () => {
  it('that bring a file which the tree has elsewhere make no hard link of it', () => {
    const node = file('same');
    const tree = edited(emptyTree, (builder) => builder.put('/there', node));
    const layer = edited(emptyTree, (builder) => {
      builder.put('/one', node);
      builder.link('/two', '/one');
    });
    const [two, one, there] = [...apply(diff(emptyTree, layer), tree).root.entries.values()].reverse();
    expect(there).toBe(node);
    expect(one).toBe(two);
    expect(one).toMatchObject({ links: 2 });
    expect(one).not.toBe(there);
  });

  it('apply(diff(a, b), a) = b', () => {
    fc.assert(
      fc.property(twoTrees({ hardLinks: false }), ([before, after]) => {
        expect(rows(apply(diff(before, after), before))).toEqual(rows(after));
      }),
      { numRuns: 300 },
    );
  });

  it('with hard links too, but for links that a layer splits', () => {
    fc.assert(
      fc.property(twoTrees({ hardLinks: true }), ([before, after]) => {
        const applied = apply(diff(before, after), before);
        expect(rows(applied, { withLinks: false })).toEqual(rows(after, { withLinks: false }));
        expect(wrongLinkCounts(applied)).toEqual([]);
        expect(wrongLinkCounts(after)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('what was left alone stays the same object', () => {
    fc.assert(
      fc.property(twoTrees({ hardLinks: true }), ([tree]) => {
        expect(apply([], tree).root).toBe(tree.root);
        expect(diff(tree, apply(diff(emptyTree, tree), emptyTree))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
