import { describe, expect, it } from 'vitest';
import { idleBuild, reduceBuild } from '../../src/ui/model/build-view.ts';
import { followBuild, noChoice } from '../../src/ui/model/step-choice.ts';
import { recordBuild } from './recorded-build.ts';

const dockerfile = 'FROM alpine\nRUN echo one\nRUN echo two\n';
/** The build as it stands after its first `count` events. */
const viewAfter = (count: number, failAt?: string) => {
  const { events } = recordBuild(dockerfile, failAt === undefined ? {} : { failAt });
  return reduceBuild(
    idleBuild,
    events.slice(0, count).map(({ event }) => event),
  );
};
const startOf = (step: string) =>
  recordBuild(dockerfile).events.findIndex(
    ({ event }) => event.type === 'step-started' && event.step === step,
  ) + 1;

describe('the chosen step', () => {
  it('is the RUN that runs, with its log', () => {
    const first = followBuild({ ...noChoice, tab: 'layer' }, viewAfter(startOf('0/1')));
    expect(first).toEqual({ step: '0/1', tab: 'log', byHand: false });
    expect(followBuild(first, viewAfter(startOf('0/2'))).step).toBe('0/2');
  });

  it('is the image when the build has finished', () => {
    expect(
      followBuild({ ...noChoice, step: '0/2' }, viewAfter(Number.POSITIVE_INFINITY)).step,
    ).toBeUndefined();
  });

  it('stays what the person chose', () => {
    const chosen = { step: '0/0', tab: 'layer', byHand: true } as const;
    expect(followBuild(chosen, viewAfter(startOf('0/2')))).toBe(chosen);
    expect(followBuild(chosen, viewAfter(Number.POSITIVE_INFINITY))).toBe(chosen);
  });

  it('is the step that failed, whatever was chosen', () => {
    const failed = viewAfter(Number.POSITIVE_INFINITY, '0/1');
    expect(followBuild({ step: '0/0', tab: 'layer', byHand: true }, failed)).toMatchObject({
      step: '0/1',
      tab: 'log',
    });
  });
});
