/**
 * Executes a plan: every step as soon as what it needs is there, so that the steps of independent stages
 * interleave. For each one its cache key is asked first. A step that fails, or an abort, stops all others.
 */
import type { Digester } from '../image/digest.ts';
import { type BuiltLayer, layerSummary, plainLayer } from './cache-record.ts';
import type { BroughtImage, BuildEvent, BuildProblem, CacheCause, CacheKey, StepId } from './events.ts';
import { stepConfig } from './image-result.ts';
import { LayerSolver } from './layer-solver.ts';
import type { Plan } from './plan.ts';
import type { PlannedStage, PlannedStep } from './plan-stage.ts';
import type { BuildOptions, BuildPorts, CacheRecords } from './ports.ts';
import { problemOf } from './problems.ts';
import type { ResolvedImages } from './resolve-images.ts';
import { StageMemory } from './step-memory.ts';
import type { StepResult } from './step-result.ts';

export interface SolveInputs {
  readonly plan: Plan;
  readonly resolved: ResolvedImages;
  readonly options: BuildOptions;
  readonly ports: BuildPorts;
  readonly digester: Digester;
  /** As problems name the Dockerfile. */
  readonly file: string;
  readonly emit: (event: BuildEvent) => void;
}

export type Solved =
  | { readonly outcome: 'solved'; readonly result: StepResult }
  | { readonly outcome: 'failed'; readonly problems: readonly BuildProblem[] }
  | { readonly outcome: 'cancelled' };

/** How a step went, for its event. */
export interface StepReport {
  readonly result: StepResult;
  readonly cause: CacheCause;
  readonly layer?: BuiltLayer;
  readonly notes?: readonly string[];
  /** Absent for steps that only change the config. */
  readonly key?: CacheKey;
  readonly brings?: BroughtImage;
}

/** Runs the needed stages. Cache records and blobs of all that was finished are written when it answers. */
export async function solve(inputs: SolveInputs): Promise<Solved> {
  return new Solver(inputs).solve();
}

/** What the last build saw of a stage: found by the Dockerfile's name and the stage's, or its number. */
export function stageMemory(
  stage: PlannedStage,
  { stages }: Plan,
  file: string,
  records: CacheRecords,
  digester: Digester,
): StageMemory {
  const { name: own, index } = stage.description;
  const isTwice = stages.some(({ description }) => description.index < index && description.name === own);
  const name = `${file}\n${own === undefined || isTwice ? index : own}`;
  return new StageMemory(records, name, stage.steps, digester);
}

class Solver {
  readonly #inputs: SolveInputs;
  readonly #abort = new AbortController();
  readonly #layers: LayerSolver;
  readonly #problems: BuildProblem[] = [];
  /** A step that was not reached, or failed, answers undefined. */
  readonly #steps = new Map<StepId, Promise<StepResult | undefined>>();

  constructor(inputs: SolveInputs) {
    this.#inputs = inputs;
    this.#layers = new LayerSolver(inputs, this.#abort.signal);
  }

  async solve(): Promise<Solved> {
    const { options, plan } = this.#inputs;
    const onAbort = (): void => this.#abort.abort(options.signal?.reason);
    if (options.signal?.aborted) onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const stages = plan.order.map((stage) => this.#startStage(stage));
      await Promise.all(stages);
      const result = await this.#steps.get(plan.target.steps.at(-1)?.description.id ?? '');
      if (result !== undefined) await this.#rememberContext();
      if (this.#problems.length > 0) return { outcome: 'failed', problems: this.#problems };
      return result === undefined ? { outcome: 'cancelled' } : { outcome: 'solved', result };
    } finally {
      options.signal?.removeEventListener('abort', onAbort);
    }
  }

  async #rememberContext(): Promise<void> {
    try {
      await this.#layers.rememberContext();
    } catch (error) {
      this.#fail(problemOf(error, { file: this.#inputs.file }));
    }
  }

  /** Sets a stage's steps up; the promise is for all of them and the memory of the stage. */
  async #startStage(stage: PlannedStage): Promise<void> {
    const { ports, digester, file, plan } = this.#inputs;
    const memory = stageMemory(stage, plan, file, ports.cache, digester);
    const steps = stage.steps.map((step, index) => {
      const promise = this.#step(stage, step, index, memory);
      this.#steps.set(step.description.id, promise);
      return promise;
    });
    const results = await Promise.all(steps);
    const reached = results.indexOf(undefined);
    try {
      await memory.finish(reached < 0 ? steps.length : reached);
    } catch (error) {
      // Without it the next build can only say less about its reasons; but a full disk is to be told.
      this.#fail(problemOf(error, { file }));
    }
  }

  async #step(
    stage: PlannedStage,
    step: PlannedStep,
    index: number,
    memory: StageMemory,
  ): Promise<StepResult | undefined> {
    const { emit, ports, file } = this.#inputs;
    const { id, range } = step.description;
    const inputs = await Promise.all(step.description.inputs.map((input) => this.#steps.get(input)));
    const [parent] = inputs;
    if (this.#abort.signal.aborted || inputs.includes(undefined)) return undefined;
    const started = ports.now();
    emit({ type: 'step-started', time: started, step: id });
    try {
      const known = new Map(step.description.inputs.map((input, at) => [input, inputs[at]]));
      const report = await this.#layers.perform(step, index, parent, known, memory);
      const layer = report.layer && layerSummary(report.layer);
      const notes = [...step.notes, ...(report.notes ?? [])];
      const time = ports.now();
      emit({
        type: 'step-finished',
        time,
        step: id,
        outcome: report.cause.kind === 'hit' ? 'cached' : 'done',
        cause: report.cause,
        duration: time - started,
        ...(layer === undefined ? {} : { layer }),
        ...(report.key === undefined ? {} : { key: report.key }),
        ...(report.layer?.took === undefined ? {} : { took: report.layer.took }),
        ...(report.brings === undefined ? {} : { brings: report.brings }),
        ...(notes.length === 0 ? {} : { notes }),
      });
      this.#tellReady(stage, step, report.result, parent);
      return report.result;
    } catch (error) {
      const time = ports.now();
      if (this.#abort.signal.aborted) {
        emit({ type: 'step-cancelled', time, step: id });
        return undefined;
      }
      const problem = problemOf(error, { file, range, step: id });
      emit({ type: 'step-failed', time, step: id, duration: time - started, problem });
      this.#fail(problem);
      return undefined;
    }
  }

  #fail(problem: BuildProblem): void {
    this.#problems.push(problem);
    this.#abort.abort(new DOMException('another step failed', 'AbortError'));
  }

  #tellReady(
    stage: PlannedStage,
    { description, config, historyLength }: PlannedStep,
    result: StepResult,
    parent: StepResult | undefined,
  ): void {
    const { layers } = result.files;
    this.#inputs.ports.onStepReady?.({
      id: description.id,
      config: stepConfig(stage.end, config, stage.end.history.slice(0, historyLength), layers),
      layers: layers.map(({ kind, layer }) => (kind === 'built' ? plainLayer(layer) : layer)),
      inherited: parent?.files.layers.length ?? 0,
    });
  }
}
