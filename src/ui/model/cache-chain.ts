/** The cache keys of one stage as a chain of locks: which fit, which is the first that doesn't, and why. */
import type { CacheCause, CacheKeyPart, StageDescription } from '../../build/events.ts';
import type { BuildView, StepView } from './build-view.ts';

/** `open`: the key isn't known, or the step has none. */
export type LockState = 'fits' | 'first' | 'broken' | 'open';

export interface Lock {
  readonly step: StepView;
  readonly state: LockState;
}

/** The locks of the steps that have a key, or will have one. */
export function cacheChain({ steps }: Pick<BuildView, 'steps'>, stage: StageDescription): readonly Lock[] {
  const views = stage.steps.flatMap(({ id }) => steps.get(id) ?? []);
  const keyed = views.filter(
    ({ description }) => description.addsLayer || description.instruction === 'FROM',
  );
  const follows = ({ cause }: StepView): boolean =>
    cause?.kind === 'parent-changed' || cause?.kind === 'merged';
  const first = keyed.find((step) => step.state === 'done' && !follows(step));
  return keyed.map((step): Lock => {
    if (step.key === undefined) return { step, state: 'open' };
    // What `COPY --link` made fitted; only what it was laid over is new.
    if (step.state === 'cached' || step.cause?.kind === 'merged') return { step, state: 'fits' };
    return { step, state: step === first ? 'first' : 'broken' };
  });
}

/** The part of a key that a cause speaks of. */
export function changedPart(cause: CacheCause | undefined): CacheKeyPart['kind'] | undefined {
  switch (cause?.kind) {
    case 'instruction-changed':
      return /^(?:WORKDIR|USER|SHELL) /.test(cause.after) && /^(?:WORKDIR|USER|SHELL) /.test(cause.before)
        ? 'setting'
        : 'instruction';
    case 'files-changed':
      return 'files';
    case 'build-arg-changed':
    case 'environment-changed':
      return cause.name === 'SOURCE_DATE_EPOCH' ? 'epoch' : 'variables';
    case 'parent-changed':
      return 'below';
    case 'base-image-changed':
      return 'image';
    default:
      return undefined;
  }
}

/** `sha256:0123…` → `01234567`; other keys as they are. */
export function shortKey(key: string): string {
  return key.replace(/sha256:([0-9a-f]{8})[0-9a-f]*/g, '$1').slice(0, 60);
}
