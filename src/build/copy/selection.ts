/** What a COPY or ADD reads: the result of `selectSources`, which `contentKey` digests and `copyInto` copies. */
import type { ByteString } from '../../filesystem/byte-string.ts';
import type { DirectoryNode, FileNode, TreeNode } from '../../filesystem/tree.ts';

/** One thing to copy: a source, or one match of a source with wildcards. */
export interface SelectedSource {
  /** Index in the instruction's `sources`; undefined for a here-document. */
  readonly source: number | undefined;
  /** Absolute path in the tree it comes from, as it was asked for (the last link is not followed in it). */
  readonly path: ByteString;
  /** File name it has in a directory that it is copied into; empty for `/`. */
  readonly name: ByteString;
  /** The node, links followed; directories are without what `--exclude` and `--parents` leave out. */
  readonly node: TreeNode;
  /** Directories in `node` that are there only for what is below them: not selected themselves. */
  readonly carried: ReadonlySet<DirectoryNode>;
  /** Its mtime is the time of the copy: here-documents, and `/` of a context. */
  readonly timeless: boolean;
  /** It came from the network: ADD unpacks it only when `--unpack` says so. */
  readonly downloaded?: true;
}

export interface Selection {
  readonly sources: readonly SelectedSource[];
  /** `--parents`: directories that exist keep all but their mode. */
  readonly parents: boolean;
}

/** A here-document of COPY or ADD, expanded. */
export interface InlineSource {
  /** Its name: the here-document's. */
  readonly path: string;
  readonly text: string;
}

/** A here-document as a file: 0644, of root. */
export function inlineNode(text: string): FileNode {
  const content = new TextEncoder().encode(text);
  return { type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0n, content, links: 1 };
}
