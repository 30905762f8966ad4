/**
 * What a copy reads, as a digest for its cache key and as a list that explains what changed. As in BuildKit's
 * `contenthash`, times don't count; neither do mode and owner of a directory that a source names itself.
 */
import { sortedEntries } from '../../filesystem/lookup.ts';
import type { Attributes, DirectoryNode, TreeNode } from '../../filesystem/tree.ts';
import type { Digest, Digester } from '../../image/digest.ts';
import type { Selection } from './selection.ts';

/** Digest of exactly what the copy of a selection reads. Directories and contents are digested once. */
export function contentKey(selection: Selection, digester: Digester): Digest {
  const keys = selection.sources.map((source) => {
    const { node, name } = source;
    const facts = node.type === 'directory' ? directoryKey(node, digester) : nodeKey(node, digester);
    return [source.source ?? -1, name, node.type, facts];
  });
  return digestText(JSON.stringify([selection.parents, keys]), digester);
}

const encoder = new TextEncoder();
const digestText = (text: string, digester: Digester): Digest => digester.digest(encoder.encode(text));

const directoryKeys = new WeakMap<DirectoryNode, Digest>();

/** Digest of all below a directory; trees share directories, so it is remembered with the node. */
function directoryKey(directory: DirectoryNode, digester: Digester): Digest {
  const known = directoryKeys.get(directory);
  if (known !== undefined) return known;
  // JSON keeps the parts apart whatever bytes are in the names.
  const entries = sortedEntries(directory).map(([name, node]) => [name, nodeKey(node, digester)]);
  const key = digestText(JSON.stringify(entries), digester);
  directoryKeys.set(directory, key);
  return key;
}

function nodeKey(node: TreeNode, digester: Digester): readonly unknown[] {
  return [node.type, node.mode, node.uid, node.gid, xattrKey(node, digester), contentOf(node, digester)];
}

/** What a node holds: content by its digest, a link's target, a device's numbers. */
export function contentOf(node: TreeNode, digester: Digester): string {
  switch (node.type) {
    case 'file':
      return digester.contentDigest(node.content);
    case 'directory':
      return directoryKey(node, digester);
    case 'symlink':
      return node.target;
    case 'character-device':
    case 'block-device':
      return `${node.major}:${node.minor}`;
    case 'fifo':
      return '';
  }
}

function xattrKey({ xattrs }: Attributes, digester: Digester): readonly unknown[] {
  if (xattrs === undefined) return [];
  return [...xattrs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, digester.digest(value)]);
}
