/** The moments of a build at which its image can be looked into: after each step that has finished, and at its end. */
import type { StageDescription, StepDescription } from '../../build/events.ts';
import type { ImageAt } from '../../worker/protocol.ts';
import type { BuildView } from './build-view.ts';

export interface StageMoments {
  readonly stage: StageDescription;
  /** Steps that have finished. */
  readonly steps: readonly StepDescription[];
}

/** Stage by stage; none of a stage that has no finished step. */
export function imageMoments({ stages, steps }: BuildView): readonly StageMoments[] {
  return stages
    .map((stage) => ({
      stage,
      steps: stage.steps.filter(({ id }) => {
        const state = steps.get(id)?.state;
        return state === 'done' || state === 'cached';
      }),
    }))
    .filter((each) => each.steps.length > 0);
}

/** The finished image; where there is none, what was there just before the step that failed. */
export function lastMoment(view: BuildView): ImageAt | undefined {
  if (view.image) return 'finished';
  if (view.phase !== 'failed' && view.phase !== 'cancelled') return undefined;
  const finished = imageMoments(view).flatMap(({ steps }) => steps.map(({ id }) => id));
  const failed = [...view.steps.values()].find(({ state }) => state === 'failed');
  const before = failed?.description.inputs[0];
  return finished.find((id) => id === before) ?? finished.at(-1);
}
