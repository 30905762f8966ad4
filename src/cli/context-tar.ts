/** A tar archive as a build context: `docker build - < context.tar`. */
import type { IgnoreMatcher, IgnoreState } from '../dockerfile/ignore.ts';
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { type DirectoryNode, emptyTree, type Tree, type TreeNode } from '../filesystem/tree.ts';
import { openArchive, unpackArchive } from '../image/archive.ts';

/**
 * The tree in an archive, compressed or not; undefined when the bytes are none.
 * @throws ImageError when it is damaged.
 */
export async function readContextTar(bytes: Uint8Array, name: string): Promise<Tree | undefined> {
  const tar = await openArchive(bytes, name);
  // As with a folder: whoever packed it, a context belongs to root.
  return tar === undefined
    ? undefined
    : unpackArchive(emptyTree, tar, (entry) => ({ ...entry, uid: 0, gid: 0 }));
}

/** The tree without what the rules leave out; directories that hold something kept stay. */
export function withoutIgnored(tree: Tree, ignore: IgnoreMatcher): Tree {
  const filter = (
    directory: DirectoryNode,
    path: ByteString,
    parent: IgnoreState | undefined,
  ): DirectoryNode => {
    const entries = new Map<ByteString, TreeNode>();
    for (const [name, node] of directory.entries) {
      const below = path === '' ? name : `${path}/${name}`;
      const state = ignore.visit(toText(below), parent);
      if (node.type === 'directory') {
        if (state.ignored && !ignore.mayKeepBelow(toText(below))) continue;
        const kept = filter(node, below, state);
        if (!state.ignored || kept.entries.size > 0) entries.set(name, kept);
      } else if (!state.ignored) {
        entries.set(name, node);
      }
    }
    return { ...directory, entries };
  };
  return ignore.rules.length === 0 ? tree : { root: filter(tree.root, '', undefined) };
}
