/** The forecast of the next build, laid over the graph of the last one: which of its steps will run again, and why. */
import type { CacheCause, StepId } from '../../build/events.ts';
import type { Forecast } from '../../worker/protocol.ts';
import type { BuildView } from './build-view.ts';

export interface NextStep {
  /** `gone`: the step is not in the Dockerfile any more. */
  readonly outlook: 'run' | 'perhaps' | 'gone';
  readonly cause?: CacheCause;
}

export interface NextBuild {
  /** Steps of the graph that will not come from the cache. */
  readonly steps: ReadonlyMap<StepId, NextStep>;
  /** How many steps that make layers will run, those that are new among them. */
  readonly runs: number;
  /** Of those, how many may turn out the same. */
  readonly perhaps: number;
  /** Milliseconds they took the last time, as far as that is known. */
  readonly took: number;
  /** The time of some isn't known. */
  readonly isAtLeast: boolean;
}

export function nextBuild(
  { stages, steps }: Pick<BuildView, 'stages' | 'steps'>,
  forecast: Forecast,
): NextBuild {
  const marks = new Map<StepId, NextStep>();
  let runs = 0;
  let perhaps = 0;
  let took = 0;
  let isAtLeast = false;
  for (const stage of forecast.stages) {
    const old = stages.find(({ index }) => index === stage.index)?.steps ?? [];
    const pairs = sameSteps(
      old.map(({ text }) => text),
      stage.steps.map(({ text }) => text),
    );
    for (const [at, { id, addsLayer }] of stage.steps.entries()) {
      const told = forecast.steps.get(id);
      if (told === undefined || told.outlook === 'cached') continue;
      const { outlook, cause } = told;
      const place = pairs[at];
      const before = place === undefined ? undefined : old[place];
      if (before) marks.set(before.id, { outlook, ...(cause === undefined ? {} : { cause }) });
      if (!addsLayer) continue;
      runs++;
      if (outlook === 'perhaps') perhaps++;
      took += told.took ?? 0;
      isAtLeast ||= told.took === undefined;
    }
    const kept = new Set(pairs);
    for (const [at, { id }] of old.entries()) {
      if (!kept.has(at) && steps.get(id)?.state !== 'skipped') marks.set(id, { outlook: 'gone' });
    }
  }
  return { steps: marks, runs, perhaps, took, isAtLeast };
}

/** For each new text the place of the old one that it is, in order. */
function sameSteps(before: readonly string[], after: readonly string[]): readonly (number | undefined)[] {
  let from = 0;
  return after.map((text) => {
    const found = before.indexOf(text, from);
    if (found < 0) return undefined;
    from = found + 1;
    return found;
  });
}
