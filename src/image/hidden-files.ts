/**
 * Bytes that an image carries and nobody sees: files of a layer that a layer above deletes, replaces, or holds once
 * more. Layers are only ever added, so such bytes are stored and pulled with the image all the same.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { sameContent } from '../filesystem/diff.ts';
import { baseName, nodeAt, parentPath, walk } from '../filesystem/lookup.ts';
import { type Attributes, emptyTree, type Tree, type TreeNode } from '../filesystem/tree.ts';
import type { Placement } from './layer-reader.ts';
import type { TarEntry } from './tar-reader.ts';

export interface HiddenFile {
  readonly path: ByteString;
  /** Bytes. */
  readonly size: number;
  /** Index of the layer that carries the bytes. */
  readonly layer: number;
  /** Index of the layer that hides them. */
  readonly hiddenBy: number;
  /**
   * `deleted`, or `replaced` by another content, or by the same content with other `attributes` (a chmod or chown of
   * the file), or by the very same file (`repeated`).
   */
  readonly how: 'deleted' | 'replaced' | 'attributes' | 'repeated';
}

/** A file's bytes as one layer carries them, with the number of names that lead to them. */
interface Carried {
  readonly path: ByteString;
  readonly size: number;
  readonly layer: number;
  names: number;
}

/** Takes an image's layers entry by entry, lowest layer first, and keeps account of whose bytes are seen. */
export class HiddenFiles {
  /** What is seen, by every name that leads to it. */
  readonly #seen = new Map<ByteString, Carried>();
  readonly #hidden: HiddenFile[] = [];
  #layer = -1;
  #below: Tree = emptyTree;
  /** The directory that was looked into last: entries come grouped by directory. */
  #looked: { readonly path: ByteString; readonly node: TreeNode | undefined } | undefined;

  /** The layers so far make this tree; what comes now is the next one. */
  beginLayer(below: Tree): void {
    this.#layer++;
    this.#below = below;
    this.#looked = undefined;
  }

  add(entry: TarEntry, placement: Placement): void {
    const { path } = placement;
    switch (placement.kind) {
      case 'whiteout':
        this.#hide(path, 'deleted', true);
        this.#hideBelow(path);
        return;
      case 'opaque':
        this.#hideBelow(path);
        return;
      case 'put':
        if (this.#seen.has(path)) this.#hide(path, this.#howReplaced(path, entry), false);
        if (entry.type !== 'directory') this.#hideBelow(path);
        if (entry.type === 'file') {
          this.#seen.set(path, { path, size: entry.content.length, layer: this.#layer, names: 1 });
        }
        this.#addName(path, placement.link);
    }
  }

  /** The largest first. */
  finish(): readonly HiddenFile[] {
    return this.#hidden.sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
  }

  #addName(path: ByteString, link: ByteString | undefined): void {
    const carried = link === undefined ? undefined : this.#seen.get(link);
    if (carried === undefined) return;
    carried.names++;
    this.#seen.set(path, carried);
  }

  /** A layer's whiteouts say nothing about what the layer itself holds. */
  #hide(path: ByteString, how: HiddenFile['how'], onlyBelow: boolean): void {
    const carried = this.#seen.get(path);
    if (carried === undefined || (onlyBelow && carried.layer === this.#layer)) return;
    this.#seen.delete(path);
    carried.names--;
    if (carried.names > 0 || carried.size === 0) return;
    const { layer, size } = carried;
    this.#hidden.push({ path: carried.path, size, layer, hiddenBy: this.#layer, how });
  }

  /** Hides all that the layers below have in a directory. */
  #hideBelow(path: ByteString): void {
    const directory = this.#nodeBelow(path);
    if (directory?.type !== 'directory') return;
    for (const { path: at } of walk(directory, path)) this.#hide(at, 'deleted', true);
  }

  #nodeBelow(path: ByteString): TreeNode | undefined {
    const parent = parentPath(path);
    if (this.#looked?.path !== parent) this.#looked = { path: parent, node: nodeAt(this.#below, parent) };
    const { node } = this.#looked;
    return node?.type === 'directory' ? node.entries.get(baseName(path)) : undefined;
  }

  #howReplaced(path: ByteString, entry: TarEntry): HiddenFile['how'] {
    const old = this.#nodeBelow(path);
    if (old?.type !== 'file' || entry.type !== 'file') return 'replaced';
    const fresh = { ...entry, type: 'file', links: 1 } as const;
    if (!sameContent(old, fresh)) return 'replaced';
    return sameAttributes(old, fresh) ? 'repeated' : 'attributes';
  }
}

/** Layers know whole seconds only; a tree that a step has just made knows better. */
function sameAttributes(a: Attributes, b: Attributes): boolean {
  const second = 1_000_000_000n;
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtime / second === b.mtime / second;
}
