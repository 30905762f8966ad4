import { describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree, type FileNode, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { HiddenFiles } from '../../src/image/hidden-files.ts';
import { LayerApplication } from '../../src/image/layer-reader.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { readTar } from '../../src/image/tar-reader.ts';

const file = (text: string, mode = 0o644): FileNode => ({
  type: 'file',
  mode,
  uid: 0,
  gid: 0,
  mtime: 1_700_000_000_000_000_000n,
  content: new TextEncoder().encode(text),
  links: 1,
});

/** The hidden files of layers that change a tree one after the other. */
function hiddenAfter(...layers: readonly ((builder: TreeBuilder) => void)[]) {
  const hidden = new HiddenFiles();
  let tree: Tree = emptyTree;
  for (const change of layers) {
    const builder = new TreeBuilder(tree);
    change(builder);
    const after = builder.finish();
    takeLayer(hidden, tree, writeLayer(diff(tree, after)));
    tree = after;
  }
  return hidden.finish();
}

function takeLayer(hidden: HiddenFiles, below: Tree, tar: Uint8Array): void {
  hidden.beginLayer(below);
  const application = new LayerApplication(below);
  for (const entry of readTar(tar)) {
    const placement = application.add(entry);
    if (placement) hidden.add(entry, placement);
  }
}

describe('hidden files', () => {
  it('are those that a later layer deletes, with all below a directory', () => {
    const hidden = hiddenAfter(
      (builder) => {
        builder.put('/cache/a', file('four'));
        builder.put('/cache/deep/b', file('longer than a'));
        builder.put('/kept', file('x'));
      },
      (builder) => builder.remove('/cache'),
    );
    expect(hidden).toEqual([
      { path: '/cache/deep/b', size: 13, layer: 0, hiddenBy: 1, how: 'deleted' },
      { path: '/cache/a', size: 4, layer: 0, hiddenBy: 1, how: 'deleted' },
    ]);
  });

  it('tell another content from a change of mode alone', () => {
    const hidden = hiddenAfter(
      (builder) => {
        builder.put('/a', file('one'));
        builder.put('/b', file('equal'));
      },
      (builder) => {
        builder.put('/a', file('two!'));
        builder.put('/b', file('equal', 0o755));
      },
      (builder) => builder.put('/a', file('three')),
    );
    expect(hidden).toEqual([
      { path: '/b', size: 5, layer: 0, hiddenBy: 1, how: 'attributes' },
      { path: '/a', size: 4, layer: 1, hiddenBy: 2, how: 'replaced' },
      { path: '/a', size: 3, layer: 0, hiddenBy: 1, how: 'replaced' },
    ]);
  });

  it('are found where a layer holds the very same once more', () => {
    const builder = new TreeBuilder(emptyTree);
    builder.put('/same', file('twice'));
    const tree = builder.finish();
    const tar = writeLayer(diff(emptyTree, tree));
    const hidden = new HiddenFiles();
    takeLayer(hidden, emptyTree, tar);
    takeLayer(hidden, tree, tar);
    expect(hidden.finish()).toEqual([{ path: '/same', size: 5, layer: 0, hiddenBy: 1, how: 'repeated' }]);
  });

  it('don’t count a file as long as one of its hard links is there', () => {
    const both = (builder: TreeBuilder): void => {
      builder.put('/first', file('bytes'));
      builder.link('/second', '/first');
    };
    expect(hiddenAfter(both, (builder) => builder.remove('/first'))).toEqual([]);
    expect(
      hiddenAfter(
        both,
        (builder) => builder.remove('/first'),
        (builder) => builder.remove('/second'),
      ),
    ).toMatchObject([{ size: 5, layer: 0, hiddenBy: 2, how: 'deleted' }]);
  });

  it('lie below a directory that a file replaces', () => {
    const hidden = hiddenAfter(
      (builder) => builder.put('/d/x', file('under')),
      (builder) => {
        builder.remove('/d');
        builder.put('/d', file('now a file'));
      },
    );
    expect(hidden).toMatchObject([{ path: '/d/x', size: 5, layer: 0, hiddenBy: 1 }]);
  });
});
