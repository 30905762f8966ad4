import { describe, expect, it } from 'vitest';
import type { StepDescription } from '../../src/build/events.ts';
import { idleBuild, reduceBuild } from '../../src/ui/model/build-view.ts';
import { layerMaker, stackedLayers, stackShare } from '../../src/ui/model/layer-stack.ts';
import { recordBuild, stagesOf } from './recorded-build.ts';

/** The steps of one stage, with what each is made by. */
const makers = (text: string): readonly string[] => {
  const [stage] = stagesOf(text);
  const steps: readonly StepDescription[] = stage?.steps ?? [];
  return steps.map((step, at) => `${step.instruction} ${layerMaker(step, steps.slice(1, at))}`);
};

describe('who made a layer', () => {
  it('is FROM for the base, and a RUN before the first own file for dependencies', () => {
    expect(makers('FROM alpine\nRUN mkdir /data\nCOPY . .\nRUN make\n')).toEqual([
      'FROM base',
      'RUN dependencies',
      'COPY code',
      'RUN code',
    ]);
  });

  it.each([
    'RUN npm ci --omit=dev',
    'RUN apt-get update && apt-get install -y curl',
    'RUN apk add --no-cache git',
    'RUN pip install -r requirements.txt',
    'RUN ["npm", "install"]',
    'RUN go mod download',
    'RUN cd app && yarn',
    'RUN bundle install',
  ])('is dependencies for %s, even after a COPY', (run) => {
    expect(makers(`FROM alpine\nCOPY package.json .\n${run}\n`).at(-1)).toBe('RUN dependencies');
  });

  it.each(['RUN npm run build', 'RUN go build ./...', 'RUN make install-docs', 'RUN ./app'])(
    'is your code for %s after a COPY',
    (run) => {
      expect(makers(`FROM alpine\nCOPY . .\n${run}\n`).at(-1)).toBe('RUN code');
    },
  );

  it('is dependencies for what comes from an address or another image', () => {
    expect(makers('FROM alpine\nADD https://example.com/a.tar /\nCOPY --from=busybox /bin/sh /sh\n')).toEqual(
      ['FROM base', 'ADD dependencies', 'COPY dependencies'],
    );
  });
});

describe('the layer stack', () => {
  const dockerfile =
    'FROM alpine AS base\nRUN one\nFROM alpine AS other\nRUN no\nFROM base\nCOPY --from=other /a /a\nCMD x\n';
  const stages = stagesOf(dockerfile).map((stage) =>
    stage.index === 2 ? { ...stage, base: 'base', baseStage: 0, target: true } : { ...stage, target: false },
  );

  it('has the layers of the target and of the stages it stands on, and none that is only copied from', () => {
    const planned = reduceBuild(idleBuild, [{ type: 'planned', time: 0, stages, warnings: [] }]);
    expect(stackedLayers(planned).map(({ step, maker, size }) => [step, maker, size])).toEqual([
      ['0/0', 'base', undefined],
      ['0/1', 'dependencies', undefined],
      ['2/1', 'code', undefined],
    ]);
  });

  it('keeps its rows from the plan to the end, and gets sizes as layers are made', () => {
    let view = idleBuild;
    const heights = new Set<number>();
    for (const { event } of recordBuild('FROM alpine\nRUN one\nCOPY a b\nCMD x\n').events) {
      view = reduceBuild(view, [event]);
      if (view.stages.length > 0) heights.add(stackedLayers(view).length);
    }
    expect([...heights]).toEqual([3]);
    expect(
      stackedLayers(view)
        .slice(1)
        .every(({ size }) => size !== undefined),
    ).toBe(true);
  });

  it('has no base for FROM scratch', () => {
    const scratch = stagesOf('FROM scratch\nCOPY a /a\n');
    const planned = reduceBuild(idleBuild, [{ type: 'planned', time: 0, stages: scratch, warnings: [] }]);
    expect(stackedLayers(planned).map(({ step }) => step)).toEqual(['0/1']);
  });

  it('grows by the same length for each factor of ten', () => {
    const steps = [1e3, 1e4, 1e5].map(stackShare);
    expect((steps[1] ?? 0) - (steps[0] ?? 0)).toBeCloseTo((steps[2] ?? 0) - (steps[1] ?? 0));
    expect(stackShare(0)).toBeGreaterThan(0);
    expect(stackShare(1e12)).toBe(1);
  });
});
