/**
 * What the page knows of a build: plain data, reduced from the stream of build events and from nothing else.
 * The same events give the same view, so a recorded build can be shown again at any speed.
 */
import type {
  BroughtImage,
  BuildEvent,
  BuildProblem,
  CacheCause,
  CacheKey,
  ImageSummary,
  LayerSummary,
  StageDescription,
  StepDescription,
  StepId,
} from '../../build/events.ts';
import { appendOutput, emptyLog, type Log } from './log.ts';

export type StepState = 'queued' | 'running' | 'done' | 'cached' | 'failed' | 'skipped' | 'cancelled';

export interface StepProgress {
  readonly label: string;
  readonly current: number;
  readonly total?: number;
  readonly unit: 'bytes' | 'files';
}

export interface StepView {
  readonly description: StepDescription;
  readonly state: StepState;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt?: number;
  /** Milliseconds of engine time. */
  readonly duration?: number;
  readonly cause?: CacheCause;
  readonly layer?: LayerSummary;
  readonly key?: CacheKey;
  /** Milliseconds that it took when it was really run, perhaps in an earlier build. */
  readonly took?: number;
  /** FROM an image: what it brings. */
  readonly brings?: BroughtImage;
  readonly notes: readonly string[];
  readonly progress?: StepProgress;
  readonly problem?: BuildProblem;
  /** Why it was skipped; absent when the build ended before it was reached. */
  readonly skipReason?: string;
  readonly log: Log;
}

export type BuildPhase = 'idle' | 'running' | 'finished' | 'failed' | 'cancelled';

export interface BuildView {
  readonly phase: BuildPhase;
  readonly startedAt?: number;
  readonly duration?: number;
  readonly stages: readonly StageDescription[];
  readonly steps: ReadonlyMap<StepId, StepView>;
  /** What is questionable, but doesn't stop the build: of the plan, and of the finished image. */
  readonly warnings: readonly BuildProblem[];
  /** Why the build failed. */
  readonly problems: readonly BuildProblem[];
  readonly image?: ImageSummary;
}

export const idleBuild: BuildView = {
  phase: 'idle',
  stages: [],
  steps: new Map(),
  warnings: [],
  problems: [],
};

/** A build that was asked for and has said nothing yet. */
export function startedBuild(time: number): BuildView {
  return { ...idleBuild, phase: 'running', startedAt: time };
}

/** The view after these events. Events about steps that were never planned are ignored. */
export function reduceBuild(view: BuildView, events: readonly BuildEvent[]): BuildView {
  const steps = new Map(view.steps);
  let next: BuildView = view;
  const change = (id: StepId, by: (step: StepView) => StepView): void => {
    const step = steps.get(id);
    if (step) steps.set(id, by(step));
  };
  for (const event of events) {
    switch (event.type) {
      case 'planned':
        steps.clear();
        for (const stage of event.stages) {
          for (const description of stage.steps) steps.set(description.id, queued(description));
        }
        next = {
          ...next,
          phase: 'running',
          startedAt: next.startedAt ?? event.time,
          stages: event.stages,
          warnings: event.warnings,
        };
        break;
      case 'step-started':
        change(event.step, (step) => ({ ...step, state: 'running', startedAt: event.time }));
        break;
      case 'step-progress':
        change(event.step, (step) => ({
          ...step,
          progress: {
            label: event.label,
            current: event.current,
            unit: event.unit,
            ...(event.total === undefined ? {} : { total: event.total }),
          },
        }));
        break;
      case 'step-output':
        change(event.step, (step) => ({ ...step, log: appendOutput(step.log, event.stream, event.bytes) }));
        break;
      case 'step-finished':
        change(event.step, (step) => ({
          ...withoutProgress(step),
          state: event.outcome,
          cause: event.cause,
          duration: event.duration,
          notes: event.notes ?? [],
          ...(event.layer ? { layer: event.layer } : {}),
          ...(event.key ? { key: event.key } : {}),
          ...(event.took === undefined ? {} : { took: event.took }),
          ...(event.brings ? { brings: event.brings } : {}),
        }));
        break;
      case 'step-failed':
        change(event.step, (step) => ({
          ...withoutProgress(step),
          state: 'failed',
          duration: event.duration,
          problem: event.problem,
        }));
        break;
      case 'step-skipped':
        change(event.step, (step) => ({ ...step, state: 'skipped', skipReason: event.reason }));
        break;
      case 'step-cancelled':
        change(event.step, (step) => ({ ...withoutProgress(step), state: 'cancelled' }));
        break;
      case 'build-finished':
        next = {
          ...next,
          phase: 'finished',
          duration: event.duration,
          image: event.image,
          warnings: [...next.warnings, ...(event.advice ?? [])],
        };
        break;
      case 'build-failed':
        settle(steps);
        next = { ...next, phase: 'failed', problems: event.problems, ...elapsed(next, event.time) };
        break;
      case 'build-cancelled':
        settle(steps);
        next = { ...next, phase: 'cancelled', ...elapsed(next, event.time) };
        break;
    }
  }
  return { ...next, steps };
}

/** How far a build is: only steps of needed stages count. */
export function buildProgress(view: BuildView): { readonly settled: number; readonly total: number } {
  let settled = 0;
  let total = 0;
  for (const stage of view.stages) {
    if (!stage.needed) continue;
    for (const { id } of stage.steps) {
      total++;
      const state = view.steps.get(id)?.state;
      if (state !== 'queued' && state !== 'running') settled++;
    }
  }
  return { settled, total };
}

/** The step whose result is the image: the last one of the target stage. */
export function lastStepOfTarget(view: BuildView): StepId | undefined {
  const target = view.stages.find((stage) => stage.target) ?? view.stages.at(-1);
  return target?.steps.at(-1)?.id;
}

function queued(description: StepDescription): StepView {
  return { description, state: 'queued', notes: [], log: emptyLog };
}

function withoutProgress(step: StepView): StepView {
  const { progress: _, ...rest } = step;
  return rest;
}

function elapsed(view: BuildView, time: number): { duration?: number } {
  return view.startedAt === undefined ? {} : { duration: Math.max(0, time - view.startedAt) };
}

/** A build that ended early leaves no step waiting: what ran was cancelled, what waited was never reached. */
function settle(steps: Map<StepId, StepView>): void {
  for (const [id, step] of steps) {
    if (step.state === 'running') steps.set(id, { ...withoutProgress(step), state: 'cancelled' });
    else if (step.state === 'queued') steps.set(id, { ...step, state: 'skipped' });
  }
}
