/** Trees and what a layer changed in them, as the plain rows that the page shows. */
import { toText } from '../filesystem/byte-string.ts';
import { type Change, diff } from '../filesystem/diff.ts';
import { nodeAt, walk } from '../filesystem/lookup.ts';
import type { Tree, TreeNode } from '../filesystem/tree.ts';
import type { FilesystemEntry } from './protocol.ts';

type Extra = Pick<FilesystemEntry, 'change' | 'link'>;

/** What a step added, changed and deleted; parents that the layer carries along are `unchanged`. */
export function layerEntries(before: Tree, after: Tree): readonly FilesystemEntry[] {
  const entries: FilesystemEntry[] = [];
  for (const change of diff(before, after)) {
    const node = change.kind === 'deleted' ? nodeAt(before, change.path) : change.node;
    if (node === undefined) continue;
    const linkTo = 'linkTo' in change ? change.linkTo : undefined;
    entries.push(row(change.path, node, { change: changeNames[change.kind], ...linkExtra(linkTo) }));
  }
  return sorted(entries);
}

const changeNames = {
  added: 'added',
  modified: 'changed',
  parent: 'unchanged',
  deleted: 'deleted',
} as const satisfies Record<Change['kind'], FilesystemEntry['change']>;

/** Everything in a filesystem. A node's second and later names are rows of hard links to the first. */
export function filesystemEntries(tree: Tree): readonly FilesystemEntry[] {
  const entries: FilesystemEntry[] = [];
  const firstNames = new Map<TreeNode, string>();
  for (const { path, node } of walk(tree.root)) {
    const first = firstNames.get(node);
    if (node.type !== 'directory' && node.links > 1 && first === undefined) firstNames.set(node, path);
    entries.push(row(path, node, linkExtra(first)));
  }
  return sorted(entries);
}

function linkExtra(first: string | undefined): Extra {
  return first === undefined ? {} : { link: toText(first) };
}

function row(path: string, node: TreeNode, extra: Extra): FilesystemEntry {
  const isHardLink = extra.link !== undefined;
  return {
    path: toText(path),
    type: isHardLink ? 'hard-link' : node.type,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    size: node.type === 'file' && !isHardLink ? node.content.length : 0,
    mtime: Number(node.mtime / 1_000_000_000n),
    ...(node.type === 'symlink' && !isHardLink ? { link: toText(node.target) } : {}),
    ...extra,
  };
}

/** By path, name by name, so that a directory's children follow it at once. */
function sorted(entries: FilesystemEntry[]): readonly FilesystemEntry[] {
  return entries.sort((a, b) => {
    const left = a.path.replaceAll('/', '\0');
    const right = b.path.replaceAll('/', '\0');
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
