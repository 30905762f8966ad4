/** One step of a plan: asks the cache, else does the work, keeps the layer, and says why. */

import type { Digester } from '../image/digest.ts';
import { causeOfHit, causeOfMiss, type Upstream } from './cache-cause.ts';
import { mergedKey, stepKey } from './cache-key.ts';
import type { BuiltLayer } from './cache-record.ts';
import { CacheUse } from './cache-use.ts';
import { ContextChanges } from './context-changes.ts';
import type { ContentEntries } from './copy/content-entries.ts';
import type { CacheCause, StepId } from './events.ts';
import { available, contextWork, imageDigest, imageKey } from './from-step.ts';
import { cacheKeyOf } from './key-parts.ts';
import {
  findLayer,
  recordAlias,
  recordLayer,
  recordMerge,
  recordObserved,
  storeLayer,
} from './layer-store.ts';
import type { LayerWork } from './layer-work.ts';
import type { FromOperation, Operation, RunOperation } from './operation.ts';
import { Origins, type StepInputs } from './origins.ts';
import { limitOutput } from './output-limit.ts';
import type { PlannedStep } from './plan-stage.ts';
import type { BaseImage } from './ports.ts';
import { cacheMountId } from './run-mounts.ts';
import { runWork } from './run-step.ts';
import type { SolveInputs, StepReport } from './solver.ts';
import { rememberedParts, type StageMemory, type StepMemory } from './step-memory.ts';
import { stepProgress } from './step-progress.ts';
import { StepFiles, type StepResult } from './step-result.ts';
import { transferWork, workdirWork } from './transfer-step.ts';
import { Turns } from './turns.ts';

export class LayerSolver {
  readonly #inputs: SolveInputs;
  readonly #signal: AbortSignal;
  readonly #digester: Digester;
  readonly #rewriteTo: number | undefined;
  readonly #cacheUse: CacheUse;
  readonly #contextChanges: ContextChanges;
  /** Steps of the same key, in different stages, are done once. */
  readonly #sameKey = new Turns();
  /** A cache mount is used by one command at a time. */
  readonly #cacheMounts = new Turns();
  readonly #origins: Origins;
  /** By step: the image at the bottom, for what it lacks. */
  readonly #bases = new WeakMap<StepResult, BaseImage>();

  constructor(inputs: SolveInputs, signal: AbortSignal) {
    this.#inputs = inputs;
    this.#signal = signal;
    this.#digester = inputs.digester;
    this.#origins = new Origins(inputs, signal);
    const { rewriteTimestamps, sourceDateEpoch } = inputs.options;
    this.#rewriteTo = rewriteTimestamps ? sourceDateEpoch : undefined;
    this.#cacheUse = new CacheUse(inputs.options, inputs.plan.stages);
    const { options, plan, file, ports, digester } = inputs;
    this.#contextChanges = new ContextChanges(options.context, plan, file, ports.cache, digester);
  }

  async perform(
    step: PlannedStep,
    index: number,
    parent: StepResult | undefined,
    inputs: StepInputs,
    memory: StageMemory,
  ): Promise<StepReport> {
    const { operation } = step;
    if (operation.kind === 'from') return this.#from(step, operation, index, parent, memory);
    if (parent === undefined) throw new Error('a step stands on nothing');
    const report =
      operation.kind === 'config'
        ? await this.#config(step, index, parent, memory)
        : await this.#layer(step, index, parent, inputs, memory, this.#work(step, parent, inputs));
    this.#inherit(parent, report.result);
    return report;
  }

  #inherit(from: StepResult, to: StepResult): void {
    const base = this.#bases.get(from);
    if (base !== undefined) this.#bases.set(to, base);
  }

  async #from(
    step: PlannedStep,
    { base }: FromOperation,
    index: number,
    parent: StepResult | undefined,
    memory: StageMemory,
  ): Promise<StepReport> {
    const { resolved, ports } = this.#inputs;
    const { id, label } = step.description;
    const origin = { id, label };
    if (base.kind === 'stage') {
      if (parent === undefined) throw new Error('a stage stands on nothing');
      const cause = await this.#remembered(step, index, memory, parent.key, { parent: parent.key });
      const { key } = parent;
      return {
        result: parent,
        cause: standingOn(parent, cause),
        key: { key, parts: [{ kind: 'below', key }] },
      };
    }
    if (base.kind === 'scratch') {
      const files = new StepFiles([], ports.snapshots);
      const result: StepResult = { key: 'scratch', files, origin, ran: false };
      const cause = await this.#remembered(step, index, memory, 'scratch', {});
      return { result, cause, key: { key: 'scratch', parts: [] } };
    }
    const image = available(base.name, resolved.images.get(base.name));
    if (image.kind === 'files') {
      const bare: StepResult = {
        key: 'scratch',
        files: new StepFiles([], ports.snapshots),
        origin,
        ran: false,
      };
      const work = contextWork(image.tree, this.#digester);
      return this.#layer(step, index, bare, new Map(), memory, work);
    }
    const key = imageKey(image.base, this.#digester);
    const digest = imageDigest(image.base);
    const { files, notes } = await this.#origins.load(image.base, id);
    const cause = await this.#remembered(step, index, memory, key, { base: digest });
    const ran = cause.kind !== 'hit';
    const result: StepResult = { key, files, origin, ran };
    this.#bases.set(result, image.base);
    return {
      result,
      cause,
      notes: [...image.base.notes, ...notes],
      key: { key, parts: [{ kind: 'image', digest }] },
      brings: {
        layers: files.layers.length,
        size: files.layers.reduce((sum, { layer }) => sum + layer.size, 0),
        origin: image.base.missing.length > 0 ? 'stand-in' : image.base.origin,
      },
    };
  }

  async #config(
    step: PlannedStep,
    index: number,
    parent: StepResult,
    memory: StageMemory,
  ): Promise<StepReport> {
    const cause = await this.#remembered(step, index, memory, `config ${step.createdBy ?? ''}`, {});
    return { result: parent, cause: standingOn(parent, cause) };
  }

  /** The cause for a step that does nothing to files: whether it is what it was the last time. */
  async #remembered(
    step: PlannedStep,
    index: number,
    memory: StageMemory,
    key: string,
    { parent = '', base }: { readonly parent?: string; readonly base?: string },
  ): Promise<CacheCause> {
    const before = await memory.recall(index);
    const isConfig = step.operation.kind === 'config';
    const now: StepMemory = {
      ...this.#memoryOf(step, key, parent),
      setting: [],
      ...(base === undefined ? {} : { base }),
    };
    await memory.remember(index, now);
    if (isConfig && this.#cacheUse.isOffIn(step.description.stage)) return { kind: 'cache-disabled' };
    if (before === undefined) return { kind: 'first-time' };
    if (before.text === now.text && before.base !== undefined && base !== undefined && before.base !== base) {
      return { kind: 'base-image-changed', before: before.base, after: base };
    }
    if (before.text === now.text && before.key === key) return { kind: 'hit' };
    if (!isConfig && parent !== '' && before.text === now.text) return { kind: 'hit' };
    return causeOfMiss(before, now, []);
  }

  #memoryOf(step: PlannedStep, key: string, parent: string, files?: ContentEntries): StepMemory {
    return {
      version: 1,
      key,
      parent,
      ...rememberedParts(step, this.#digester),
      ...(files === undefined ? {} : { files }),
      ...(this.#rewriteTo === undefined ? {} : { rewriteTo: this.#rewriteTo }),
    };
  }

  #work(step: PlannedStep, parent: StepResult, inputs: StepInputs): LayerWork {
    const { operation } = step;
    const { id } = step.description;
    const { ports, emit } = this.#inputs;
    const tell = stepProgress(id, ports, emit);
    const onProgress = (current: number, total: number | undefined): void =>
      tell('downloading', current, total, 'bytes');
    const around = { digester: this.#digester, now: this.#now };
    switch (operation.kind) {
      case 'workdir':
        return workdirWork(operation, parent.files, around);
      case 'transfer':
        return transferWork(operation, parent.files, this.#origins.openFor(operation, parent, inputs, id), {
          ...around,
          fetchUrl: ports.fetchUrl,
          download: { signal: this.#signal, onProgress },
        });
      case 'run':
        return this.#runWork(operation, id, parent, inputs);
      default:
        throw new Error(`${operation.kind} makes no layer`);
    }
  }

  #runWork(operation: RunOperation, id: StepId, parent: StepResult, inputs: StepInputs): LayerWork {
    const { ports, options, emit } = this.#inputs;
    const work = runWork(operation, parent.files, {
      ports,
      digester: this.#digester,
      now: this.#now,
      secrets: options.secrets ?? new Map(),
      origins: operation.mounts.map(({ origin }) => origin && this.#origins.open(origin, inputs, id)),
      signal: this.#signal,
      onOutput: limitOutput((stream, bytes) => {
        if (this.#signal.aborted) return;
        emit({ type: 'step-output', time: ports.now(), step: id, stream, bytes });
      }),
      buildArgs: options.buildArgs ?? new Map(),
      missing: this.#bases.get(parent)?.missing ?? [],
    });
    const mounts = operation.mounts.flatMap((mount) => cacheMountId(mount, operation.workingDir) ?? []);
    return { ...work, run: () => this.#cacheMounts.take(mounts, work.run) };
  }

  readonly #now = (): bigint => BigInt(Math.floor(this.#inputs.ports.now())) * 1_000_000n;

  async #layer(
    step: PlannedStep,
    index: number,
    parent: StepResult,
    inputs: StepInputs,
    memory: StageMemory,
    work: LayerWork,
  ): Promise<StepReport> {
    const below = work.standsAlone ? undefined : parent.key;
    const keyWith = (sources: readonly string[]): string =>
      stepKey(work.definition, below, sources, this.#rewriteTo, this.#digester);
    const { stage } = step.description;
    const useCache = !this.#cacheUse.isOffFor(stage, work.standsAlone ? undefined : parent);
    const before = await memory.recall(index);
    const rewriteTo = this.#rewriteTo;
    let sources: readonly string[] = [];
    const finish = async (
      key: string,
      files: ContentEntries | undefined,
      layer: BuiltLayer,
      cause: (now: StepMemory) => CacheCause,
      result: StepFiles,
    ): Promise<StepReport> => {
      const kept = files ?? (before?.key === key ? before.files : undefined);
      const now = this.#memoryOf(step, key, below ?? '', kept);
      const made = work.standsAlone ? mergedKey(parent.key, key, this.#digester) : key;
      const isMergedBefore = made === key || (await recordMerge(made, this.#inputs.ports));
      const own = await this.#toldOfContext(cause(now), step.operation, kept);
      const why: CacheCause =
        own.kind === 'hit' && !isMergedBefore
          ? { kind: 'merged', step: parent.origin.id, label: parent.origin.label }
          : own;
      await memory.remember(index, now);
      const { id, label } = step.description;
      const ran = why.kind !== 'hit';
      const given: StepResult = { key: made, files: result, origin: { id, label }, ran };
      return {
        result: useCache ? given : { ...given, uncached: true },
        cause: why,
        layer,
        key: cacheKeyOf(step, key, { below, sources, files: kept, rewriteTo }),
      };
    };

    let quickKey: string | undefined;
    if (work.sources.some((source) => source.quickKey !== undefined)) {
      sources = await Promise.all(work.sources.map(async (each) => each.quickKey ?? (await each.read()).key));
      quickKey = keyWith(sources);
    }
    if (quickKey !== undefined && useCache) {
      const found = await findLayer(quickKey, this.#inputs.ports);
      if (found.kind === 'found') {
        const hit = (now: StepMemory) => causeOfHit(before, now);
        return finish(found.key, undefined, found.layer, hit, parent.files.with(found.layer));
      }
    }
    const read = await Promise.all(work.sources.map((source) => source.read()));
    const files = work.sources.length === 0 ? undefined : joined(read.map((each) => each.files));
    sources = read.map((each) => each.key);
    const key = keyWith(sources);
    return this.#sameKey.take([key], async () => {
      const found = useCache ? await findLayer(key, this.#inputs.ports) : undefined;
      if (found?.kind === 'found') {
        await recordAlias(key, quickKey, this.#inputs.ports);
        const hit = (now: StepMemory) => causeOfHit(before, now);
        return finish(key, files, found.layer, hit, parent.files.with(found.layer));
      }
      this.#signal.throwIfAborted();
      const { now } = this.#inputs.ports;
      const started = now();
      const trees = await work.run();
      this.#signal.throwIfAborted();
      const stored = await storeLayer(trees.before, trees.after, rewriteTo, this.#inputs.ports);
      const layer = { ...stored, took: Math.max(0, now() - started) };
      const { label: description } = step.description;
      const stands = below === undefined ? {} : { parent: below };
      await recordLayer({ layer, description, ...stands }, key, quickKey, this.#inputs.ports);
      await recordObserved(key, trees.observed, this.#inputs.ports);
      const cause = (now: StepMemory): CacheCause => {
        if (this.#cacheUse.isOffIn(stage)) return { kind: 'cache-disabled' };
        if (found?.kind === 'lost') {
          return { kind: 'cache-lost', detail: `the layer ${found.digest} is no longer stored` };
        }
        return causeOfMiss(before, now, this.#upstream(step, parent, inputs));
      };
      const after = parent.files.with(
        layer,
        work.standsAlone && !parent.files.isBare ? undefined : trees.after,
      );
      return finish(key, files, layer, cause, after);
    });
  }

  /** Keeps what the context was, for the next build's hits. */
  rememberContext(): Promise<void> {
    return this.#contextChanges.remember();
  }

  async #toldOfContext(
    cause: CacheCause,
    operation: Operation,
    files: ContentEntries | undefined,
  ): Promise<CacheCause> {
    if (cause.kind !== 'hit' || files === undefined) return cause;
    const more = await this.#contextChanges.ignoredBy(operation, files);
    return more.length === 0 ? cause : { ...cause, ignored: [...(cause.ignored ?? []), ...more] };
  }

  #upstream(step: PlannedStep, parent: StepResult, inputs: StepInputs): readonly Upstream[] {
    const sources = step.description.inputs.flatMap((input) => inputs.get(input) ?? []);
    return [...new Set([parent, ...sources])].map(({ origin, ran }) => ({ ...origin, ran }));
  }
}

function joined(lists: readonly ContentEntries[]): ContentEntries {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  return {
    entries: lists.flatMap(({ entries }) => entries),
    total: lists.reduce((sum, { total }) => sum + total, 0),
  };
}

/** Nothing that stands on a step that ran is called cached, even where it has nothing to do but to be noted. */
function standingOn({ ran, origin }: StepResult, cause: CacheCause): CacheCause {
  return ran && cause.kind === 'hit'
    ? { kind: 'parent-changed', step: origin.id, label: origin.label }
    : cause;
}
