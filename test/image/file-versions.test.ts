import { describe, expect, it } from 'vitest';
import { emptyTree, type FileNode, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { fileVersions, type LayerTree } from '../../src/image/file-versions.ts';

const file = (text: string, mode = 0o644): FileNode => ({
  type: 'file',
  mode,
  uid: 0,
  gid: 0,
  mtime: 0n,
  content: new TextEncoder().encode(text),
  links: 1,
});

function layers(...changes: readonly ((builder: TreeBuilder) => boolean)[]): readonly LayerTree[] {
  let tree: Tree = emptyTree;
  return changes.map((change) => {
    const builder = new TreeBuilder(tree);
    const carries = change(builder);
    tree = builder.finish();
    return { tree, carries };
  });
}

const put =
  (path: string, node: FileNode) =>
  (builder: TreeBuilder): boolean => {
    builder.put(path, node);
    return path === '/etc/motd';
  };

describe('versions of a file', () => {
  const all = layers(
    put('/etc/motd', file('hello')),
    put('/other', file('')),
    put('/etc/motd', file('hello', 0o600)),
    put('/etc/motd', file('hello', 0o600)),
    put('/etc/motd', file('goodbye', 0o600)),
    (builder) => {
      builder.remove('/etc');
      return false;
    },
    put('/etc/motd', file('again')),
  );

  it('say which layer made, changed, repeated and deleted it', () => {
    expect(fileVersions(all, '/etc/motd').map(({ layer, what }) => [layer, what])).toEqual([
      [0, 'added'],
      [2, 'attributes'],
      [3, 'repeated'],
      [4, 'content'],
      [5, 'deleted'],
      [6, 'added'],
    ]);
  });

  it('have what is there from each layer on', () => {
    const versions = fileVersions(all, '/etc/motd');
    expect(
      versions.map(({ node }) => node?.type === 'file' && new TextDecoder().decode(node.content)),
    ).toEqual(['hello', 'hello', 'hello', 'goodbye', false, 'again']);
  });

  it('are none for a path that no layer knows', () => {
    expect(fileVersions(all, '/nowhere')).toEqual([]);
  });
});
