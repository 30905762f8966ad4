import { beforeAll, describe, expect, it } from 'vitest';
import { contentEntries, differences } from '../../../src/build/copy/content-entries.ts';
import { contentKey } from '../../../src/build/copy/content-key.ts';
import { selectSources } from '../../../src/build/copy/select.ts';
import type { Tree } from '../../../src/filesystem/tree.ts';
import { type Digester, loadDigester } from '../../../src/image/digest.ts';
import { file, now, treeOf } from './files.ts';

let digester: Digester;
beforeAll(async () => {
  digester = await loadDigester();
});

const files = { '/d/a': 'one', '/d/sub/b': 'two', '/d/ln': '-> a', '/f': 'eff' };
const tree = treeOf(files);
const key = (of: Tree, sources = ['d', 'f']) => contentKey(selectSources(of, sources), digester);
const changes = (after: Tree, sources = ['d', 'f']) => {
  const entries = (of: Tree) => contentEntries(selectSources(of, sources), digester);
  return differences(entries(tree), entries(after));
};

describe('the key of what a copy reads', () => {
  it('is the same for equal files in another tree', () => {
    expect(key(treeOf(files))).toBe(key(tree));
    expect(key(tree)).toMatch(/^sha256:/);
  });

  it('knows no times', () => {
    expect(key(treeOf({ ...files, '/d/a': file('one', { mtime: now }) }))).toBe(key(tree));
  });

  it("knows no mode of a source's own directory, but all others", () => {
    expect(key(treeOf({ '/d/': '700', ...files }))).toBe(key(tree));
    expect(key(treeOf({ '/d/sub/': '700', ...files }))).not.toBe(key(tree));
  });

  it.each([
    ['content', { '/d/a': 'uno' }],
    ['mode', { '/d/sub/b': file('two', { mode: 0o755 }) }],
    ['owner', { '/f': file('eff', { uid: 5 }) }],
    ['a link target', { '/d/ln': '-> b' }],
    ['another file', { '/d/new': '' }],
    ['an extended attribute', { '/f': file('eff', { xattrs: new Map([['user.x', new Uint8Array(1)]]) }) }],
  ])('changes with %s', (_, changed) => {
    expect(key(treeOf({ ...files, ...changed }))).not.toBe(key(tree));
  });

  it('is only of what is selected', () => {
    expect(key(treeOf({ ...files, '/other': 'x' }))).toBe(key(tree));
    const without = (of: Tree) => contentKey(selectSources(of, ['d'], { exclude: ['a'] }), digester);
    expect(without(treeOf({ ...files, '/d/a': 'uno' }))).toBe(without(tree));
  });

  it('knows the names that wildcards matched', () => {
    const one = treeOf({ '/a.txt': 'x' });
    const other = treeOf({ '/b.txt': 'x' });
    expect(key(one, ['*.txt'])).not.toBe(key(other, ['*.txt']));
  });
});

describe('differences between two runs of a copy', () => {
  it('are none for the same files', () => {
    expect(changes(treeOf(files))).toEqual({ files: [], total: 0, timesOnly: [] });
  });

  it('are named file by file', () => {
    const after = treeOf({
      '/d/a': 'uno',
      '/d/sub/b': file('two', { mode: 0o600 }),
      '/d/ln': '-> b',
      '/d/new': 'n',
    });
    const found = changes(after, ['d']);
    expect(found.files).toEqual([
      { path: 'd/a', what: 'content', before: expect.stringMatching(/^sha256:/) },
      { path: 'd/ln', what: 'link target' },
      { path: 'd/new', what: 'added' },
      { path: 'd/sub/b', what: 'mode' },
    ]);
    expect(found.total).toBe(4);
  });

  it('tell a file that is gone and one that became something else', () => {
    const after = treeOf({ '/d/a/': '755', '/d/ln': '-> a', '/f': file('eff', { gid: 9 }) });
    expect(changes(after).files).toEqual([
      { path: 'd/a', what: 'type' },
      { path: 'f', what: 'owner' },
      { path: 'd/sub', what: 'removed' },
      { path: 'd/sub/b', what: 'removed' },
    ]);
  });

  it('say which files only have a new time', () => {
    const after = treeOf({ ...files, '/d/a': file('one', { mtime: now }) });
    expect(changes(after)).toEqual({ files: [], total: 0, timesOnly: ['d/a'] });
  });

  it('are at most a hundred, and counted', () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`/d/n${at}`, 'x']));
    const found = changes(treeOf({ ...files, ...many }));
    expect(found.files).toHaveLength(100);
    expect(found.total).toBe(150);
  });

  it('of lists that were cut off name nothing that was not seen', () => {
    const entries = (of: Tree) => contentEntries(selectSources(of, ['d']), digester, 2);
    const found = differences(entries(tree), entries(treeOf({ '/d/0': 'x', ...files })));
    expect(found.files).toEqual([]);
  });
});
