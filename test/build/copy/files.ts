/** Small trees for tests, written as paths and texts. */
import { type ByteString, fromText, toText } from '../../../src/filesystem/byte-string.ts';
import { walk } from '../../../src/filesystem/lookup.ts';
import { type Attributes, emptyTree, type FileNode, type Tree } from '../../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../../src/filesystem/tree-builder.ts';

export const past = 1_600_000_000_000_000_000n;
export const now = 1_700_000_000_000_000_000n;

export function file(text: string, attributes: Partial<Attributes> = {}): FileNode {
  const content = new TextEncoder().encode(text);
  return { type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: past, links: 1, content, ...attributes };
}

/**
 * A tree of files by their absolute paths: a text, or a link (`-> target`), or a directory (path ends in a slash,
 * the text is its mode in octal). Directories are 0755 of root.
 */
export function treeOf(files: Readonly<Record<string, string | FileNode>>, base: Tree = emptyTree): Tree {
  const builder = new TreeBuilder(base);
  const directory = { mode: 0o755, uid: 0, gid: 0, mtime: past };
  const openAbove = (path: ByteString): void => {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent === '' || builder.typeAt(parent) !== undefined) return;
    openAbove(parent);
    builder.putDirectory(parent, directory);
  };
  for (const [written, what] of Object.entries(files)) {
    const path = fromText(written.replace(/(?<=.)\/$/, ''));
    openAbove(path);
    if (typeof what !== 'string') builder.put(path, what);
    else if (written.endsWith('/'))
      builder.putDirectory(path, { ...directory, mode: Number.parseInt(what, 8) });
    else if (what.startsWith('-> ')) {
      const target = fromText(what.slice(3));
      builder.put(path, { type: 'symlink', mode: 0o777, uid: 0, gid: 0, mtime: past, links: 1, target });
    } else builder.put(path, file(what));
  }
  return builder.finish();
}

/** `path` of each directory and `path: text` or `path -> target` of all else, as a walk meets them. */
export function listing(tree: Tree): string[] {
  return [...walk(tree.root)].map(({ path, node }) => {
    if (node.type === 'directory') return `${toText(path)}/`;
    if (node.type === 'file') return `${toText(path)}: ${new TextDecoder().decode(node.content)}`;
    return node.type === 'symlink' ? `${toText(path)} -> ${toText(node.target)}` : toText(path);
  });
}
