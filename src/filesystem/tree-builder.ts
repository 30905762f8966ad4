/**
 * `TreeBuilder`: makes a new `Tree` out of an old one by putting nodes at paths and taking them away, for what
 * needs neither descriptors nor permissions (layers, COPY). Directories that nobody touched stay shared.
 */
import type { ByteString } from './byte-string.ts';
import { joinPath, pathNames } from './lookup.ts';
import type { Attributes, DirectoryNode, Tree, TreeNode } from './tree.ts';

/** What a parent directory gets that nobody described: root's, 0755, at the epoch. */
export const plainDirectory: Attributes = { mode: 0o755, uid: 0, gid: 0, mtime: 0n };

/** A directory while it can be written to. */
interface Draft {
  attributes: Attributes;
  readonly original: DirectoryNode | undefined;
  readonly entries: Map<ByteString, TreeNode | Draft>;
  changed: boolean;
}

const isDraft = (entry: TreeNode | Draft | undefined): entry is Draft =>
  entry !== undefined && 'original' in entry;

/** A path can't be made, because something on the way is no directory. */
export class NotADirectoryError extends Error {
  override readonly name = 'NotADirectoryError';
  readonly path: ByteString;
  constructor(path: ByteString) {
    super(`${path}: not a directory`);
    this.path = path;
  }
}

/** Paths are absolute and clean; symbolic links are never followed (resolve them with `lookup` before). */
export class TreeBuilder {
  readonly #root: Draft;
  /** Nodes whose number of names may have changed. */
  readonly #relinked = new Set<TreeNode>();
  /** The draft of the last path's parent: entries come grouped by directory. */
  #recent: { readonly path: ByteString; readonly draft: Draft } | undefined;

  constructor(base: Tree) {
    this.#root = openDraft(base.root);
  }

  /** The node at a path as it is now. A directory that is being changed is answered as it would be finished. */
  get(path: ByteString): TreeNode | undefined {
    const entry = this.#entry(path);
    return isDraft(entry) ? closeDraft(entry) : entry;
  }

  /** What is at a path, without finishing directories: cheap. */
  typeAt(path: ByteString): TreeNode['type'] | undefined {
    const entry = this.#entry(path);
    return isDraft(entry) ? 'directory' : entry?.type;
  }

  /** Target of the symbolic link at a path; undefined where there is none. */
  linkTargetAt(path: ByteString): ByteString | undefined {
    const entry = this.#entry(path);
    return !isDraft(entry) && entry?.type === 'symlink' ? entry.target : undefined;
  }

  /** Names in the directory at a path; none where there is no directory. */
  namesAt(path: ByteString): ByteString[] {
    const entry = this.#entry(path);
    if (isDraft(entry)) return [...entry.entries.keys()];
    return entry?.type === 'directory' ? [...entry.entries.keys()] : [];
  }

  /**
   * Puts a node at a path, in the place of whatever was there; missing parents become `plainDirectory`. Putting
   * the very node that is at another path too makes a hard link.
   * @throws NotADirectoryError when a parent is something else.
   */
  put(path: ByteString, node: TreeNode): void {
    const { parent, name } = this.#openParent(path);
    const before = parent.entries.get(name);
    if (before === node) return;
    this.#forget(before);
    if (node.type !== 'directory' && node.links !== 1) this.#relinked.add(node);
    parent.entries.set(name, node);
    parent.changed = true;
  }

  /**
   * A second name for the leaf at `target`. Answers false when no leaf is there.
   * @throws NotADirectoryError when a parent of `path` is something else.
   */
  link(path: ByteString, target: ByteString): boolean {
    const node = this.#entry(target);
    if (node === undefined || isDraft(node) || node.type === 'directory') return false;
    if (path === target) return true;
    this.#relinked.add(node);
    const { parent, name } = this.#openParent(path);
    const before = parent.entries.get(name);
    if (before !== node) this.#forget(before);
    parent.entries.set(name, node);
    parent.changed = true;
    return true;
  }

  /**
   * A directory at a path with these attributes; a directory that is there keeps its entries.
   * @throws NotADirectoryError when a parent is something else.
   */
  putDirectory(path: ByteString, attributes: Attributes): void {
    if (path === '/') {
      setAttributes(this.#root, attributes);
      return;
    }
    const { parent, name } = this.#openParent(path);
    const before = parent.entries.get(name);
    if (isDraft(before) || before?.type === 'directory') {
      setAttributes(openEntry(parent, name, before), attributes);
      return;
    }
    this.#forget(before);
    parent.entries.set(name, newDraft(attributes));
    parent.changed = true;
  }

  /** Takes away what is at a path, with all below it; nothing there is no error. */
  remove(path: ByteString): void {
    const names = pathNames(path);
    const name = names.pop();
    if (name === undefined || this.#entry(path) === undefined) return;
    const { parent } = this.#openParent(path);
    this.#forget(parent.entries.get(name));
    parent.entries.delete(name);
    parent.changed = true;
  }

  /** The tree as it is now. The builder can go on afterwards. */
  finish(): Tree {
    const root = closeDraft(this.#root);
    return { root: this.#relinked.size === 0 ? root : countLinks(root, this.#relinked) };
  }

  #entry(path: ByteString): TreeNode | Draft | undefined {
    let entry: TreeNode | Draft | undefined = this.#root;
    for (const name of pathNames(path)) {
      if (isDraft(entry)) entry = entry.entries.get(name);
      else if (entry?.type === 'directory') entry = entry.entries.get(name);
      else return undefined;
    }
    return entry;
  }

  #openParent(path: ByteString): { readonly parent: Draft; readonly name: ByteString } {
    const slash = path.lastIndexOf('/');
    const directory = path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (this.#recent?.path === directory) return { parent: this.#recent.draft, name };
    let draft = this.#root;
    let at: ByteString = '/';
    for (const step of pathNames(directory)) {
      at = joinPath(at, step);
      const next = draft.entries.get(step);
      if (next === undefined) {
        const made = newDraft(plainDirectory);
        draft.entries.set(step, made);
        draft.changed = true;
        draft = made;
      } else if (isDraft(next) || next.type === 'directory') {
        draft = openEntry(draft, step, next);
      } else {
        throw new NotADirectoryError(at);
      }
    }
    this.#recent = { path: directory, draft };
    return { parent: draft, name };
  }

  /** Something loses its place: nodes below it that have other names must be counted again. */
  #forget(entry: TreeNode | Draft | undefined): void {
    if (entry === undefined) return;
    if (isDraft(entry) || entry.type === 'directory') {
      this.#recent = undefined;
      for (const child of entry.entries.values()) this.#forget(child);
    } else if (entry.links > 1 || this.#relinked.has(entry)) {
      this.#relinked.add(entry);
    }
  }
}

function newDraft(attributes: Attributes): Draft {
  return { attributes: attributesOf(attributes), original: undefined, entries: new Map(), changed: true };
}

function openDraft(directory: DirectoryNode): Draft {
  return {
    attributes: directory,
    original: directory,
    entries: new Map(directory.entries),
    changed: false,
  };
}

function openEntry(parent: Draft, name: ByteString, entry: DirectoryNode | Draft): Draft {
  if (isDraft(entry)) return entry;
  const draft = openDraft(entry);
  parent.entries.set(name, draft);
  return draft;
}

function setAttributes(draft: Draft, attributes: Attributes): void {
  draft.attributes = attributesOf(attributes);
  draft.changed = true;
}

/** Only the attributes of a node that has more than them. */
export function attributesOf({ mode, uid, gid, mtime, xattrs }: Attributes): Attributes {
  return xattrs === undefined || xattrs.size === 0
    ? { mode, uid, gid, mtime }
    : { mode, uid, gid, mtime, xattrs };
}

function closeDraft(draft: Draft): DirectoryNode {
  let { changed } = draft;
  const entries = new Map<ByteString, TreeNode>();
  for (const [name, entry] of draft.entries) {
    const node = isDraft(entry) ? closeDraft(entry) : entry;
    if (isDraft(entry) && node !== entry.original) changed = true;
    entries.set(name, node);
  }
  if (!changed && draft.original !== undefined) return draft.original;
  return { type: 'directory', ...attributesOf(draft.attributes), entries };
}

/** The directory with `links` of the given nodes made the number of entries that refer to them. */
export function countLinks(root: DirectoryNode, suspects: ReadonlySet<TreeNode>): DirectoryNode {
  const counts = new Map<TreeNode, number>();
  const count = (directory: DirectoryNode): void => {
    for (const node of directory.entries.values()) {
      if (node.type === 'directory') count(node);
      else if (suspects.has(node)) counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  };
  count(root);
  const replacements = new Map<TreeNode, TreeNode>();
  for (const [node, links] of counts) {
    if (node.type !== 'directory' && node.links !== links) replacements.set(node, { ...node, links });
  }
  return replacements.size === 0 ? root : replaceNodes(root, replacements);
}

function replaceNodes(
  directory: DirectoryNode,
  replacements: ReadonlyMap<TreeNode, TreeNode>,
): DirectoryNode {
  let changed = false;
  const entries = new Map<ByteString, TreeNode>();
  for (const [name, node] of directory.entries) {
    const replacement =
      node.type === 'directory' ? replaceNodes(node, replacements) : (replacements.get(node) ?? node);
    if (replacement !== node) changed = true;
    entries.set(name, replacement);
  }
  return changed ? { ...directory, entries } : directory;
}
