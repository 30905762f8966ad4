/**
 * Snapshots: the tree that a chain of layers makes. A snapshot whose layers were unpacked before in this program
 * is answered at once, and a longer chain starts from the longest one that is known.
 */
import { emptyTree, type Tree } from '../filesystem/tree.ts';
import type { BlobStore } from './blob-store.ts';
import type { Digest } from './digest.ts';
import { ImageError } from './image-error.ts';
import { applyEntries, applyLayer } from './layer-reader.ts';
import type { TarEntry } from './tar-reader.ts';

/** How many chains are remembered; trees share what they have in common, so that one more costs little. */
const defaultCapacity = 64;

export class SnapshotCache {
  readonly #store: BlobStore;
  readonly #capacity: number;
  /** By the diff IDs of the chain, least recently used first. */
  readonly #trees = new Map<string, Tree>();

  constructor(store: BlobStore, capacity: number = defaultCapacity) {
    this.#store = store;
    this.#capacity = capacity;
  }

  /**
   * The tree of these layers, lowest first. Layers of which the entries are at hand are not read from the store.
   * @throws ImageError `not-found` when a layer is not in the store, or what `applyLayer` throws.
   */
  async load(
    diffIds: readonly Digest[],
    read: ReadonlyMap<Digest, readonly TarEntry[]> = new Map(),
  ): Promise<Tree> {
    let known = diffIds.length;
    while (known > 0 && !this.#trees.has(key(diffIds.slice(0, known)))) known--;
    let tree = this.#recall(diffIds.slice(0, known)) ?? emptyTree;
    for (let at = known; at < diffIds.length; at++) {
      const diffId = diffIds[at];
      const entries = diffId && read.get(diffId);
      if (entries !== undefined) tree = applyEntries(tree, entries);
      else tree = applyLayer(tree, await this.#bytes(diffId, at));
      this.remember(diffIds.slice(0, at + 1), tree);
    }
    return tree;
  }

  async #bytes(diffId: Digest | undefined, at: number): Promise<Uint8Array> {
    const bytes = diffId && (await this.#store.get(diffId));
    if (bytes !== undefined) return bytes;
    throw new ImageError('not-found', 'the layer is not in the store', {
      path: diffId ?? `layer ${at + 1}`,
      remedy: 'Build or pull the image again',
    });
  }

  /** Notes a tree that was made otherwise, e.g. by running the step that made its last layer. */
  remember(diffIds: readonly Digest[], tree: Tree): void {
    const name = key(diffIds);
    this.#trees.delete(name);
    this.#trees.set(name, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > this.#capacity && oldest !== undefined) this.#trees.delete(oldest);
  }

  #recall(diffIds: readonly Digest[]): Tree | undefined {
    const tree = this.#trees.get(key(diffIds));
    if (tree !== undefined) this.remember(diffIds, tree);
    return tree;
  }
}

function key(diffIds: readonly Digest[]): string {
  return diffIds.join(' ');
}
