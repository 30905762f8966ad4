import { describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../src/build/events.ts';
import {
  buildProgress,
  idleBuild,
  lastStepOfTarget,
  reduceBuild,
  startedBuild,
} from '../../src/ui/model/build-view.ts';
import { logLength, logText } from '../../src/ui/model/log.ts';
import { recordBuild } from './recorded-build.ts';

const dockerfile = `FROM alpine AS builder
RUN echo hi
FROM alpine
COPY --from=builder /a /a
CMD ["sh"]
`;

const eventsOf = (...options: Parameters<typeof recordBuild>): BuildEvent[] =>
  recordBuild(...options).events.map(({ event }) => event);

describe('a build view', () => {
  it('shows every planned step as queued', () => {
    const view = reduceBuild(startedBuild(0), eventsOf(dockerfile).slice(0, 1));
    expect([...view.steps.values()].map((step) => step.state)).toEqual(Array(5).fill('queued'));
    expect(buildProgress(view)).toEqual({ settled: 0, total: 5 });
  });

  it('follows a build to its image', () => {
    const view = reduceBuild(idleBuild, eventsOf(dockerfile));
    expect(view.phase).toBe('finished');
    expect([...view.steps.values()].every((step) => step.state === 'done')).toBe(true);
    expect(view.steps.get('0/1')?.layer?.size).toBe(3072);
    expect(view.steps.get('1/2')?.layer).toBeUndefined();
    expect(lastStepOfTarget(view)).toBe('1/2');
    expect(buildProgress(view)).toEqual({ settled: 5, total: 5 });
  });

  it('is the same whether events come one by one or all at once', () => {
    const events = eventsOf(dockerfile);
    const oneByOne = events.reduce((view, event) => reduceBuild(view, [event]), idleBuild);
    expect(oneByOne).toEqual(reduceBuild(idleBuild, events));
  });

  it('does not change the view it was given', () => {
    const events = eventsOf(dockerfile);
    const before = reduceBuild(idleBuild, events.slice(0, 2));
    const copy = structuredClone(before);
    reduceBuild(before, events.slice(2));
    expect(before).toEqual(copy);
  });

  it('keeps the log, the problem and what was not reached of a failed build', () => {
    const view = reduceBuild(idleBuild, eventsOf(dockerfile, { failAt: '0/1' }));
    const failed = view.steps.get('0/1');
    expect(view.phase).toBe('failed');
    expect(failed?.state).toBe('failed');
    expect(failed?.problem?.code).toBe('run-failed');
    expect(failed && logText(failed.log)).toContain('No such file');
    expect(view.steps.get('1/1')?.state).toBe('skipped');
  });

  it('calls a step that ran when the build was stopped cancelled', () => {
    const events = eventsOf(dockerfile);
    const started = events.findIndex((event) => event.type === 'step-started' && event.step === '0/1');
    const view = reduceBuild(idleBuild, [
      ...events.slice(0, started + 1),
      { type: 'build-cancelled', time: 9 },
    ]);
    expect(view.phase).toBe('cancelled');
    expect(view.steps.get('0/1')?.state).toBe('cancelled');
    expect(view.steps.get('1/0')?.state).toBe('skipped');
  });

  it('ignores events about steps that were never planned', () => {
    const view = reduceBuild(idleBuild, [{ type: 'step-started', time: 1, step: '7/7' }]);
    expect(view.steps.size).toBe(0);
  });

  it('takes 100,000 lines of output and counts each', () => {
    const events = eventsOf(dockerfile, { noisy: 100_000 });
    const view = reduceBuild(idleBuild, events);
    const log = view.steps.get('0/1')?.log;
    expect(log && logLength(log) + log.dropped).toBe(100_001);
  });
});
