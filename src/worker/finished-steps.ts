/**
 * The steps of the last build as the page may look into them: their layers, filesystems, configs. Everything is
 * found through the digests of layers, so that it also works for steps that came from the cache, or from a
 * worker that was ended.
 */
import type { StepId } from '../build/events.ts';
import { fromText } from '../filesystem/byte-string.ts';
import { lookup } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Layer } from '../image/image.ts';
import { type HistoryEntry, parseImageConfig } from '../image/image-config.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { filesystemEntries, layerEntries } from './filesystem-view.ts';
import type { FinishedStep } from './messages.ts';
import type { FilesystemEntry, HistoryRow, StepImage } from './protocol.ts';

/** The page asked for something that the last build does not have. */
export class NotInLastBuildError extends Error {
  override readonly name = 'NotInLastBuildError';
}

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
  async file(
    id: StepId,
    path: string,
    limit: number,
  ): Promise<{ readonly content: Uint8Array; readonly size: number }> {
    const found = lookup(await this.tree(id), fromText(path));
    if (found.outcome !== 'found') {
      throw new NotInLastBuildError(`${path}: there is no such file after this step.`);
    }
    if (found.node.type !== 'file') {
      throw new NotInLastBuildError(
        `${path} is a ${found.node.type.replace('-', ' ')}, which has no content.`,
      );
    }
    const { content } = found.node;
    return { content: content.slice(0, Math.max(0, limit)), size: content.length };
  }

  image(id: StepId): StepImage {
    const { config, layers } = this.#step(id);
    const { history } = parseImageConfig(new TextEncoder().encode(config), `config of step ${id}`);
    return { config, history: historyRows(history, layers) };
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

function historyRows(history: readonly HistoryEntry[], layers: readonly Layer[]): readonly HistoryRow[] {
  let next = 0;
  return history.map((entry): HistoryRow => {
    const emptyLayer = entry.empty_layer === true;
    return {
      createdBy: entry.created_by ?? '',
      size: emptyLayer ? 0 : (layers[next++]?.size ?? 0),
      emptyLayer,
      ...(entry.created === undefined ? {} : { created: entry.created }),
      ...(entry.comment === undefined ? {} : { comment: entry.comment }),
    };
  });
}
