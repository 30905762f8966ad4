/** Opens where the steps of a build take files from: the context, what another stage made, images, named contexts. */
import { emptyTree } from '../filesystem/tree.ts';
import type { StepId } from './events.ts';
import { available, imageFiles, imageKey } from './from-step.ts';
import type { OpenOrigin } from './layer-work.ts';
import type { FileOrigin, TransferOperation } from './operation.ts';
import type { BaseImage } from './ports.ts';
import { SentSources } from './sent-sources.ts';
import type { SolveInputs } from './solver.ts';
import { stepProgress } from './step-progress.ts';
import type { StepFiles, StepResult } from './step-result.ts';

/** What the steps that a step reads from came to. */
export type StepInputs = ReadonlyMap<StepId, StepResult | undefined>;

/** An image's files, once its layers are here, and how they came. */
export interface BaseFiles {
  readonly files: StepFiles;
  readonly notes: readonly string[];
}

export class Origins {
  readonly #inputs: SolveInputs;
  readonly #signal: AbortSignal;
  readonly #sent: SentSources;
  readonly #images = new Map<string, Promise<BaseFiles>>();

  constructor(inputs: SolveInputs, signal: AbortSignal) {
    this.#inputs = inputs;
    this.#signal = signal;
    this.#sent = new SentSources(inputs.plan, inputs.resolved);
  }

  /** For COPY and ADD, which stand on `parent`. */
  openFor(operation: TransferOperation, parent: StepResult, inputs: StepInputs, step: StepId): OpenOrigin {
    const opened = this.open(operation.origin, inputs, step);
    const sent = this.#sent.with(operation);
    const isBelow = opened.quickKey === 'scratch' || opened.quickKey === parent.key;
    return { ...opened, isBelow, ...(sent === undefined ? {} : { sent }) };
  }

  open(origin: FileOrigin, inputs: StepInputs, step: StepId): OpenOrigin {
    const { options, resolved, digester } = this.#inputs;
    if (origin.kind === 'context') {
      return {
        tree: async () => options.context,
        ...(options.ignore === undefined ? {} : { ignore: options.ignore }),
      };
    }
    if (origin.kind === 'stage') {
      const source = inputs.get(origin.step);
      if (source === undefined) throw new Error('a step was started before its source');
      return { quickKey: source.key, tree: () => source.files.tree() };
    }
    if (origin.name === 'scratch') return { quickKey: 'scratch', tree: async () => emptyTree };
    const image = available(origin.name, resolved.images.get(origin.name));
    if (image.kind === 'files') return { tree: async () => image.tree };
    const key = imageKey(image.base, digester);
    return { quickKey: key, tree: async () => (await this.load(image.base, step)).files.tree() };
  }

  /** One for all stages of the same base, so that it is fetched and unpacked once. */
  load(base: BaseImage, step: StepId): Promise<BaseFiles> {
    const key = imageKey(base, this.#inputs.digester);
    const known = this.#images.get(key);
    if (known !== undefined) return known;
    const loading = this.#fetch(base, step);
    this.#images.set(key, loading);
    return loading;
  }

  async #fetch(base: BaseImage, step: StepId): Promise<BaseFiles> {
    const { emit, ports } = this.#inputs;
    const tell = stepProgress(step, ports, emit);
    const { image, notes } = await base.load(
      ({ label, current, total }) => tell(label, current, total, 'bytes'),
      this.#signal,
    );
    return { files: imageFiles(image, ports), notes };
  }
}
