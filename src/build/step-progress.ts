/** How far one step is, told often enough to be seen moving and seldom enough not to be in the way. */
import type { BuildEvent, StepId } from './events.ts';

/** Milliseconds between two events of a step, and before the first one: more often nobody can read. */
const interval = 100;

export type TellProgress = (
  label: string,
  current: number,
  total: number | undefined,
  unit: 'bytes' | 'files',
) => void;

export function stepProgress(
  step: StepId,
  { now }: { readonly now: () => number },
  emit: (event: BuildEvent) => void,
): TellProgress {
  let told = now();
  let lastLabel = '';
  return (label, current, total, unit) => {
    const time = now();
    const isEnd = current === total && label === lastLabel;
    if (time - told < interval && !isEnd) return;
    told = time;
    lastLabel = isEnd ? '' : label;
    emit({
      type: 'step-progress',
      time,
      step,
      label,
      current,
      ...(total === undefined ? {} : { total }),
      unit,
    });
  };
}
