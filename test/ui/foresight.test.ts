import { describe, expect, it } from 'vitest';
import type { BuildEvent, StageDescription } from '../../src/build/events.ts';
import { idleBuild, reduceBuild } from '../../src/ui/model/build-view.ts';
import { cacheChain, changedPart, shortKey } from '../../src/ui/model/cache-chain.ts';
import { nextBuild } from '../../src/ui/model/next-build.ts';
import { stepReach } from '../../src/ui/model/step-reach.ts';
import type { Forecast } from '../../src/worker/protocol.ts';
import { recordBuild, stagesOf } from './recorded-build.ts';

const dockerfile =
  'FROM alpine AS one\nWORKDIR /app\nCOPY a /a\nRUN make\nFROM alpine\nCOPY --link b /b\nCOPY --from=one /a /c\nRUN end\nCMD x\n';
const built = reduceBuild(
  idleBuild,
  recordBuild(dockerfile).events.map(({ event }) => event),
);

describe('what a step brings about below it', () => {
  const reach = (id: string, view = built) =>
    stepReach(view, id).steps.map(({ description }) => description.id);

  it('is all that stands on it, in its stage and in those that copy from it', () => {
    expect(reach('0/2')).toEqual(['0/3', '1/2', '1/3', '1/4']);
    expect(reach('1/3')).toEqual(['1/4']);
    expect(reach('1/4')).toEqual([]);
  });

  it('is not a COPY --link, which stands on nothing', () => {
    const text = 'FROM alpine\nRUN a\nCOPY --link b /b\nRUN c\n';
    const view = reduceBuild(
      idleBuild,
      recordBuild(text).events.map(({ event }) => event),
    );
    expect(reach('0/1', view)).toEqual([]);
  });

  it('is only perhaps what copies from its stage, and what stands on that', () => {
    expect([...stepReach(built, '0/2').perhaps]).toEqual(['1/2', '1/3', '1/4']);
    expect([...stepReach(built, '1/2').perhaps]).toEqual([]);
  });

  it('has the time that the steps took when they really ran', () => {
    const step = built.steps.get('0/3');
    if (!step) throw new Error('no step');
    const steps = new Map(built.steps).set('0/3', { ...step, took: 2500 });
    expect(stepReach({ ...built, steps }, '0/2').took).toBeGreaterThanOrEqual(2500);
  });
});

describe('the next build over the graph of the last one', () => {
  const forecastOf = (
    stages: readonly StageDescription[],
    outlooks: Readonly<
      Record<string, Forecast extends { steps: ReadonlyMap<string, infer Step> } ? Step : never>
    >,
  ): Forecast => ({ stages, steps: new Map(Object.entries(outlooks)) });

  it('marks the steps that will run', () => {
    const forecast = forecastOf(built.stages, {
      '0/2': { outlook: 'run', took: 10, cause: { kind: 'files-changed', files: [], total: 1 } },
      '0/3': { outlook: 'run', took: 3000 },
      '1/1': { outlook: 'cached' },
      '1/2': { outlook: 'perhaps' },
    });
    const next = nextBuild(built, forecast);
    expect([...next.steps].map(([id, { outlook }]) => `${id} ${outlook}`)).toEqual([
      '0/2 run',
      '0/3 run',
      '1/2 perhaps',
    ]);
    expect(next).toMatchObject({ runs: 3, perhaps: 1, took: 3010, isAtLeast: true });
  });

  it('finds a step that moved, and marks one that is not there any more', () => {
    const moved = stagesOf(
      dockerfile.replace('WORKDIR /app\n', '').replace('RUN make\n', 'RUN make\nRUN more\n'),
    );
    const next = nextBuild(
      built,
      forecastOf(moved, { '0/1': { outlook: 'run' }, '0/3': { outlook: 'run' } }),
    );
    expect(next.steps.get('0/1')).toEqual({ outlook: 'gone' });
    expect(next.steps.get('0/2')).toMatchObject({ outlook: 'run' });
    // The new step has no place in the graph, but is counted.
    expect(next.runs).toBe(2);
  });
});

describe('the chain of locks', () => {
  const finished = (step: string, outcome: 'done' | 'cached', cause: object): BuildEvent =>
    ({
      type: 'step-finished',
      time: 1,
      step,
      outcome,
      cause,
      duration: 1,
      key: { key: `sha256:${step}`, parts: [] },
    }) as unknown as BuildEvent;

  it('fits as far as the cache answered, and names the first key that is new', () => {
    const [one] = stagesOf('FROM alpine\nCOPY a /a\nENV A=1\nCOPY b /b\nRUN c\n');
    if (!one) throw new Error('no stage');
    const view = reduceBuild(idleBuild, [
      { type: 'planned', time: 0, stages: [one], warnings: [] },
      finished('0/0', 'cached', { kind: 'hit' }),
      finished('0/1', 'cached', { kind: 'hit' }),
      finished('0/3', 'done', { kind: 'files-changed', files: [], total: 1 }),
    ]);
    expect(cacheChain(view, one).map(({ step, state }) => `${step.description.id} ${state}`)).toEqual([
      '0/0 fits',
      '0/1 fits',
      '0/3 first',
      '0/4 open',
    ]);
  });

  it('says which part of the key is another', () => {
    expect(changedPart({ kind: 'files-changed', files: [], total: 1 })).toBe('files');
    expect(changedPart({ kind: 'environment-changed', name: 'A' })).toBe('variables');
    expect(changedPart({ kind: 'instruction-changed', before: 'RUN a', after: 'RUN b' })).toBe('instruction');
    expect(changedPart({ kind: 'instruction-changed', before: 'USER a', after: 'USER b' })).toBe('setting');
    expect(changedPart({ kind: 'parent-changed', step: '0/1', label: '' })).toBe('below');
    expect(changedPart({ kind: 'first-time' })).toBeUndefined();
  });

  it('shows as much of a digest as is needed', () => {
    expect(shortKey(`sha256:${'0123456789'.repeat(6)}abcd`)).toBe('01234567');
    expect(shortKey('scratch')).toBe('scratch');
  });
});
