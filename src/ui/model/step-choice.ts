/** Which step the page shows in detail: what the person chose, and until then what the build is about. */
import type { StepId } from '../../build/events.ts';
import type { BuildView } from './build-view.ts';

export type StepTab = 'log' | 'why' | 'layer' | 'image' | 'cache';

export interface StepChoice {
  /** Without one, the finished image is shown. */
  readonly step: StepId | undefined;
  readonly tab: StepTab;
  /** The person chose it during this build, so it stays. */
  readonly byHand: boolean;
}

export const noChoice: StepChoice = { step: undefined, tab: 'log', byHand: false };

/** The choice after the build has gone on: a failed step is always shown, what runs only to who chose nothing. */
export function followBuild(choice: StepChoice, view: BuildView): StepChoice {
  if (view.phase === 'failed') {
    const step = failedStep(view);
    return step === undefined ? choice : { ...choice, step, tab: 'log' };
  }
  if (choice.byHand) return choice;
  if (view.phase === 'finished') return { ...choice, step: undefined };
  const step = view.phase === 'running' ? runningStep(view) : undefined;
  return step === undefined ? choice : { ...choice, step, tab: 'log' };
}

function failedStep(view: BuildView): StepId | undefined {
  for (const [id, { state }] of view.steps) if (state === 'failed') return id;
  return view.problems.find((problem) => problem.step !== undefined)?.step;
}

/** The RUN step that started last, of those that run. */
function runningStep(view: BuildView): StepId | undefined {
  let found: { readonly id: StepId; readonly at: number } | undefined;
  for (const [id, step] of view.steps) {
    if (step.state !== 'running' || step.description.instruction !== 'RUN') continue;
    const at = step.startedAt ?? 0;
    if (!found || at >= found.at) found = { id, at };
  }
  return found?.id;
}
