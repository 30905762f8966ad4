/** What a step brings about below it: the steps that run again when it does, and how long they took. */
import type { StepId } from '../../build/events.ts';
import type { BuildView, StepView } from './build-view.ts';

export interface StepReach {
  /** In the order of the plan. */
  readonly steps: readonly StepView[];
  /** Steps that only copy from it (or from its stage) run unless the files turn out the same. */
  readonly perhaps: ReadonlySet<StepId>;
  /** Milliseconds that all of them took when they really ran, as far as that is known. */
  readonly took: number;
}

export function stepReach({ stages, steps }: Pick<BuildView, 'stages' | 'steps'>, step: StepId): StepReach {
  const reached = new Map<StepId, 'surely' | 'perhaps'>([[step, 'surely']]);
  const found: StepView[] = [];
  for (const stage of stages) {
    if (!stage.needed) continue;
    for (const { id, text, inputs, stage: own } of stage.steps) {
      const view = steps.get(id);
      if (id === step || view === undefined) continue;
      const [parent] = inputs;
      // A COPY --link stands on nothing; --chmod takes that away again.
      const isFree = /\s--link(?:\s|=true)/.test(text) && !/\s--chmod=/.test(text);
      const ways = inputs.map((input) => {
        const state = reached.get(input);
        if (state === undefined || (input === parent && isFree)) return undefined;
        const isSource = input !== parent || (steps.get(input)?.description.stage !== own && !isFrom(view));
        return isSource ? 'perhaps' : state;
      });
      if (ways.every((way) => way === undefined)) continue;
      reached.set(id, ways.includes('surely') ? 'surely' : 'perhaps');
      found.push(view);
    }
  }
  return {
    steps: found,
    perhaps: new Set([...reached].flatMap(([id, state]) => (state === 'perhaps' ? [id] : []))),
    took: found.reduce((sum, view) => sum + lastTook(view), 0),
  };
}

/** Milliseconds that a step took when it really ran; 0 where that isn't known. */
export function lastTook({ took, state, duration, description }: StepView): number {
  if (took !== undefined) return took;
  return state === 'done' && description.addsLayer ? (duration ?? 0) : 0;
}

function isFrom({ description }: StepView): boolean {
  return description.instruction === 'FROM';
}
