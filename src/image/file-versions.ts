/** Where a file of an image comes from: what each layer did to one path, from the trees that the layers make. */
import type { ByteString } from '../filesystem/byte-string.ts';
import { sameContent, sameEntry } from '../filesystem/diff.ts';
import { nodeAt } from '../filesystem/lookup.ts';
import { emptyTree, type Tree, type TreeNode } from '../filesystem/tree.ts';

export interface FileVersion {
  /** Index of the layer. */
  readonly layer: number;
  /** `attributes`: changed, but not in content. `repeated`: the layer holds the same once more. */
  readonly what: 'added' | 'content' | 'attributes' | 'repeated' | 'deleted';
  /** What is there from this layer on; absent where the layer deleted it. */
  readonly node?: TreeNode;
}

/** An image's layer, as far as one path is asked for. */
export interface LayerTree {
  /** With this layer and all below it. */
  readonly tree: Tree;
  /** The layer's own tar has an entry for the path. */
  readonly carries: boolean;
}

/** What happened to the path, oldest first; empty for a path that no layer knows. `path` is clean and absolute. */
export function fileVersions(layers: readonly LayerTree[], path: ByteString): readonly FileVersion[] {
  const versions: FileVersion[] = [];
  let below = nodeAt(emptyTree, path);
  for (const [layer, { tree, carries }] of layers.entries()) {
    const node = nodeAt(tree, path);
    const what = changeOf(below, node, carries);
    if (what !== undefined) versions.push({ layer, what, ...(node === undefined ? {} : { node }) });
    below = node;
  }
  return versions;
}

function changeOf(
  below: TreeNode | undefined,
  node: TreeNode | undefined,
  carries: boolean,
): FileVersion['what'] | undefined {
  if (below === node)
    return carries && node !== undefined && node.type !== 'directory' ? 'repeated' : undefined;
  if (node === undefined) return 'deleted';
  if (below === undefined) return 'added';
  if (below.type !== node.type) return 'content';
  if (sameEntry(below, node)) return carries && node.type !== 'directory' ? 'repeated' : undefined;
  return node.type === 'directory' || sameContent(below, node) ? 'attributes' : 'content';
}
