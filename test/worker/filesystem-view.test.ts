import { describe, expect, it } from 'vitest';
import { emptyTree, type FileNode, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { filesystemEntries, layerEntries } from '../../src/worker/filesystem-view.ts';

const owned = { mode: 0o644, uid: 1, gid: 2, mtime: 1_700_000_000_500_000_000n };
const file = (text: string): FileNode => ({
  type: 'file',
  ...owned,
  content: new TextEncoder().encode(text),
  links: 1,
});

function tree(base: Tree, change: (builder: TreeBuilder) => void): Tree {
  const builder = new TreeBuilder(base);
  change(builder);
  return builder.finish();
}

const base = tree(emptyTree, (builder) => {
  builder.put('/etc/kept', file('kept'));
  builder.put('/etc/old', file('old!'));
  builder.put('/etc/hosts', file('a'));
});

describe('the view of a layer', () => {
  const after = tree(base, (builder) => {
    builder.remove('/etc/old');
    builder.put('/etc/hosts', file('longer'));
    builder.put('/usr/bin/app', file('app'));
    builder.put('/usr/bin/tool', { type: 'symlink', ...owned, target: 'app', links: 1 });
    builder.link('/usr/bin/twin', '/usr/bin/app');
  });

  it('says what was added, changed and deleted, and which parents came along', () => {
    expect(layerEntries(base, after).map(({ path, change, type }) => [path, change, type])).toEqual([
      ['/etc', 'unchanged', 'directory'],
      ['/etc/hosts', 'changed', 'file'],
      ['/etc/old', 'deleted', 'file'],
      ['/usr', 'added', 'directory'],
      ['/usr/bin', 'added', 'directory'],
      ['/usr/bin/app', 'added', 'file'],
      ['/usr/bin/tool', 'added', 'symlink'],
      ['/usr/bin/twin', 'added', 'hard-link'],
    ]);
  });

  it('gives owner, mode, size, time and link target', () => {
    const rows = layerEntries(base, after);
    expect(rows.find(({ path }) => path === '/etc/hosts')).toEqual({
      path: '/etc/hosts',
      type: 'file',
      change: 'changed',
      mode: 0o644,
      uid: 1,
      gid: 2,
      size: 6,
      mtime: 1_700_000_000,
    });
    expect(rows.find(({ path }) => path === '/usr/bin/tool')).toMatchObject({ link: 'app', size: 0 });
    expect(rows.find(({ path }) => path === '/usr/bin/twin')).toMatchObject({
      link: '/usr/bin/app',
      size: 0,
    });
  });

  it('is empty when nothing changed', () => {
    expect(layerEntries(base, base)).toEqual([]);
  });
});

describe('the view of a filesystem', () => {
  it('lists everything, children after their directory, without a change', () => {
    const whole = tree(base, (builder) => {
      builder.put('/etc-old', file(''));
      builder.link('/zwilling', '/etc/kept');
    });
    expect(filesystemEntries(whole).map(({ path, type, change }) => [path, type, change])).toEqual([
      ['/etc', 'directory', undefined],
      ['/etc/hosts', 'file', undefined],
      ['/etc/kept', 'file', undefined],
      ['/etc/old', 'file', undefined],
      ['/etc-old', 'file', undefined],
      ['/zwilling', 'hard-link', undefined],
    ]);
  });

  it('shows names that are not UTF-8 without failing', () => {
    const whole = tree(emptyTree, (builder) => builder.put('/\xff', file('')));
    expect(filesystemEntries(whole).map(({ path }) => path)).toEqual(['/\ufffd']);
  });
});
