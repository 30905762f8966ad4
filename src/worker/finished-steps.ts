/**
 * The steps of the last build as the page may look into them: their layers, filesystems, configs. Everything is
 * found through the digests of layers, so that it also works for steps that came from the cache, or from a
 * worker that was ended.
 */
import type { StepId } from '../build/events.ts';
import type { Tree } from '../filesystem/tree.ts';
import { sha256 } from '../image/digest.ts';
import type { Image, Layer } from '../image/image.ts';
import { parseImageConfig } from '../image/image-config.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { fileOf } from './file-content.ts';
import { filesystemEntries, layerEntries } from './filesystem-view.ts';
import type { FinishedStep } from './messages.ts';
import { NotInLastBuildError } from './not-in-last-build.ts';
import type { FileContent, FilesystemEntry } from './protocol.ts';

export class FinishedSteps {
  readonly #steps = new Map<StepId, FinishedStep>();

  constructor(
    readonly snapshots: SnapshotCache,
    steps: readonly FinishedStep[] = [],
  ) {
    for (const step of steps) this.add(step);
  }

  add(step: FinishedStep): void {
    this.#steps.set(step.id, step);
  }

  async layer(id: StepId): Promise<readonly FilesystemEntry[]> {
    const { layers, inherited } = this.#step(id);
    const before = await this.#tree(layers.slice(0, inherited));
    return layerEntries(before, await this.#tree(layers));
  }

  async filesystem(id: StepId): Promise<readonly FilesystemEntry[]> {
    return filesystemEntries(await this.tree(id));
  }

  tree(id: StepId): Promise<Tree> {
    return this.#tree(this.#step(id).layers);
  }

  /** Symbolic links are followed, inside that filesystem. */
  async file(id: StepId, path: string, limit: number): Promise<FileContent> {
    return fileOf(await this.tree(id), path, limit);
  }

  all(): FinishedStep[] {
    return [...this.#steps.values()];
  }

  /** The image as it is after a step. */
  async imageAfter(id: StepId): Promise<Image> {
    const { config, layers } = this.#step(id);
    const configBytes = new TextEncoder().encode(config);
    const parsed = parseImageConfig(configBytes, `config of step ${id}`);
    return { config: parsed, configBytes, configDigest: await sha256(configBytes), layers };
  }

  #step(id: StepId): FinishedStep {
    const step = this.#steps.get(id);
    if (step !== undefined) return step;
    throw new NotInLastBuildError(
      `Step ${id} has no result: it has not finished in the last build, or that build is forgotten. Build again.`,
    );
  }

  #tree(layers: readonly Layer[]): Promise<Tree> {
    return this.snapshots.load(layers.map(({ digest }) => digest));
  }
}
