/**
 * `apply` does to a tree what a diff says: the other direction of `diff`, as when a layer is unpacked over the
 * layers below it.
 */
import type { Change } from './diff.ts';
import type { Tree, TreeNode } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';

/**
 * The tree with the changes made, in their order.
 * @throws NotADirectoryError when a change lies below something that is no directory.
 */
export function apply(changes: Iterable<Change>, tree: Tree): Tree {
  const builder = new TreeBuilder(tree);
  // What a change puts may be the very node that the tree has elsewhere; only names that come together are one file.
  const copies = new Map<TreeNode, TreeNode>();
  const own = (node: TreeNode): TreeNode => {
    const copy = copies.get(node) ?? { ...node };
    copies.set(node, copy);
    return copy;
  };
  for (const change of changes) {
    if (change.kind === 'deleted') builder.remove(change.path);
    else if (change.node.type === 'directory') builder.putDirectory(change.path, change.node);
    else builder.put(change.path, own(change.node));
  }
  return builder.finish();
}
