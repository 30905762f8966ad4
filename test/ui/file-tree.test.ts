import { describe, expect, it } from 'vitest';
import {
  type ChangeKind,
  changeKinds,
  type FileOrder,
  fileRows,
  fileTree,
  nodeAtPath,
} from '../../src/ui/model/file-tree.ts';
import type { FilesystemEntry } from '../../src/worker/protocol.ts';

const entry = (path: string, size: number, change?: FilesystemEntry['change']): FilesystemEntry => ({
  path: path.replace(/\/$/, ''),
  type: path.endsWith('/') ? 'directory' : 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size,
  mtime: 0,
  ...(change === undefined ? {} : { change }),
});

const entries = [
  entry('/app/', 0, 'unchanged'),
  entry('/app/big', 1000, 'added'),
  entry('/app/lib/', 0, 'added'),
  entry('/app/lib/a.js', 10, 'added'),
  entry('/app/lib/b.js', 20, 'changed'),
  entry('/etc/passwd', 100),
  entry('/var/', 0, 'deleted'),
  entry('/var/cache', 5000, 'deleted'),
];
const root = fileTree(entries);

function rows(
  options: {
    text?: string;
    kinds?: readonly ChangeKind[];
    order?: FileOrder;
    closed?: readonly string[];
  } = {},
): readonly string[] {
  const { text = '', kinds = changeKinds, order = 'name', closed = [] } = options;
  const found = fileRows(root, {
    text,
    kinds: new Set(kinds),
    order,
    isOpen: (path) => !closed.includes(path),
  });
  return found.map(({ node, depth }) => `${'  '.repeat(depth)}${node.name}`);
}

describe('files as a tree', () => {
  it('has the sums of what is in a directory; what was deleted counts apart', () => {
    expect(root).toMatchObject({ size: 1130, deletedSize: 5000 });
    expect(nodeAtPath(root, '/app/lib')).toMatchObject({ size: 30, counts: { added: 2, changed: 1 } });
    expect(nodeAtPath(root, '/var')).toMatchObject({ size: 0, deletedSize: 5000, counts: { deleted: 2 } });
    expect(nodeAtPath(root, '/nowhere/at/all')).toBeUndefined();
  });

  it('has directories that no entry names', () => {
    expect(nodeAtPath(root, '/etc')).toMatchObject({ directory: true, entry: undefined, size: 100 });
  });

  it('lists directories first, by name', () => {
    expect(rows()).toEqual([
      'app',
      '  lib',
      '    a.js',
      '    b.js',
      '  big',
      'etc',
      '  passwd',
      'var',
      '  cache',
    ]);
    expect(rows({ closed: ['/app', '/var'] })).toEqual(['app', 'etc', '  passwd', 'var']);
  });

  it('is sorted by size, deleted bytes included, or by change', () => {
    expect(rows({ order: 'size' })).toEqual([
      'var',
      '  cache',
      'app',
      '  big',
      '  lib',
      '    b.js',
      '    a.js',
      'etc',
      '  passwd',
    ]);
    expect(rows({ order: 'change' }).filter((row) => !row.startsWith(' '))).toEqual(['var', 'app', 'etc']);
  });

  it('shows what was looked for, with the way to it', () => {
    expect(rows({ text: 'B.JS' })).toEqual(['app', '  lib', '    b.js']);
    expect(rows({ kinds: ['changed'] })).toEqual(['app', '  lib', '    b.js']);
    expect(rows({ text: 'a', kinds: ['deleted'] })).toEqual(['var', '  cache']);
    expect(rows({ text: 'zzz' })).toEqual([]);
  });
});
