/**
 * `apply` does to a tree what a diff says: the other direction of `diff`, as when a layer is unpacked over the
 * layers below it.
 */
import type { Change } from './diff.ts';
import type { Tree } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';

/**
 * The tree with the changes made, in their order.
 * @throws NotADirectoryError when a change lies below something that is no directory.
 */
export function apply(changes: Iterable<Change>, tree: Tree): Tree {
  const builder = new TreeBuilder(tree);
  for (const change of changes) {
    if (change.kind === 'deleted') builder.remove(change.path);
    else if (change.node.type === 'directory') builder.putDirectory(change.path, change.node);
    else builder.put(change.path, change.node);
  }
  return builder.finish();
}
