/** Which steps may be answered from the cache: `--no-cache` and `--no-cache-filter`. */
import type { PlannedStage } from './plan-stage.ts';
import type { BuildOptions } from './ports.ts';
import type { StepResult } from './step-result.ts';

export class CacheUse {
  readonly #isOff: boolean;
  /** Indexes of stages. */
  readonly #without: ReadonlySet<number>;

  constructor({ noCache = false, noCacheStages = [] }: BuildOptions, stages: readonly PlannedStage[]) {
    const names = new Set(noCacheStages.map((name) => name.toLowerCase()));
    this.#isOff = noCache;
    this.#without = new Set(
      stages.flatMap(({ description: { index, name } }) =>
        name !== undefined && names.has(name.toLowerCase()) ? [index] : [],
      ),
    );
  }

  /** Whether steps of this stage are asked to run again. */
  isOffIn(stage: number): boolean {
    return this.#isOff || this.#without.has(stage);
  }

  /** As in BuildKit, what stands on a step that was asked to run again runs again too. */
  isOffFor(stage: number, parent: StepResult | undefined): boolean {
    return this.isOffIn(stage) || parent?.uncached === true;
  }
}
