/** What a finished step hands on: its layers, and their tree for those who really need it. */

import { emptyTree, type Tree } from '../filesystem/tree.ts';
import type { Layer } from '../image/image.ts';
import { ImageError } from '../image/image-error.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import type { BuiltLayer } from './cache-record.ts';
import type { StepId } from './events.ts';
import { BuildFailure } from './problems.ts';

/** A layer of the base image, or one that a build made. */
export type StepLayer =
  | { readonly kind: 'base'; readonly layer: Layer }
  | { readonly kind: 'built'; readonly layer: BuiltLayer };

/** A filesystem that is unpacked when somebody looks at it: a build that is all cached never does. */
export class StepFiles {
  readonly layers: readonly StepLayer[];
  readonly #snapshots: SnapshotCache;
  #tree: Promise<Tree> | undefined;

  constructor(layers: readonly StepLayer[], snapshots: SnapshotCache, tree?: Tree) {
    this.layers = layers;
    this.#snapshots = snapshots;
    if (tree !== undefined) {
      this.#tree = Promise.resolve(tree);
      if (layers.length > 0) snapshots.remember(this.#diffIds(), tree);
    }
  }

  /** Nothing at all, not even a layer: right on FROM scratch. */
  get isBare(): boolean {
    return this.layers.length === 0;
  }

  tree(): Promise<Tree> {
    this.#tree ??= this.isBare ? Promise.resolve(emptyTree) : this.#load();
    return this.#tree;
  }

  /** A store answers that it has a blob, and finds only when it is read that it was damaged. */
  async #load(): Promise<Tree> {
    try {
      return await this.#snapshots.load(this.#diffIds());
    } catch (error) {
      if (!(error instanceof ImageError) || error.code !== 'not-found') throw error;
      throw new BuildFailure(
        'layer-lost',
        `failed to get layer ${error.path ?? ''}: not found`,
        'A stored layer was damaged and has been removed. Build once more: the step that made it runs again.',
      );
    }
  }

  /** With one more layer on top. */
  with(layer: BuiltLayer, tree?: Tree): StepFiles {
    return new StepFiles([...this.layers, { kind: 'built', layer }], this.#snapshots, tree);
  }

  #diffIds() {
    return this.layers.map(({ layer }) => layer.digest);
  }
}

/** The step that files come from, as others name it. */
export interface FilesOrigin {
  readonly id: StepId;
  readonly label: string;
}

export interface StepResult {
  /** Cache key of the files. */
  readonly key: string;
  readonly files: StepFiles;
  /** The last step that had a hand in them. */
  readonly origin: FilesOrigin;
  /** That step ran in this build. */
  readonly ran: boolean;
  /** Made without asking the cache; so is what stands on it. */
  readonly uncached?: true;
}
