import { describe, expect, it } from 'vitest';
import { idleBuild, reduceBuild } from '../../src/ui/model/build-view.ts';
import { imageMoments, lastMoment } from '../../src/ui/model/image-moments.ts';
import { recordBuild } from './recorded-build.ts';

const dockerfile = 'FROM alpine AS one\nRUN echo 1\nFROM alpine\nRUN echo 2\nRUN echo 3\n';
const viewOf = (options: Parameters<typeof recordBuild>[1] = {}) =>
  reduceBuild(
    idleBuild,
    recordBuild(dockerfile, options).events.map(({ event }) => event),
  );
const ids = (view: ReturnType<typeof viewOf>) =>
  imageMoments(view).map(({ steps }) => steps.map(({ id }) => id));

describe('the moments of an image', () => {
  it('are its end and the steps that have finished, stage by stage', () => {
    const view = viewOf();
    expect(lastMoment(view)).toBe('finished');
    expect(ids(view).at(-1)).toEqual(['1/0', '1/1', '1/2']);
  });

  it('are those before the step that failed, where there is no image', () => {
    const view = viewOf({ failAt: '1/2' });
    expect(ids(view).at(-1)).toEqual(['1/0', '1/1']);
    expect(lastMoment(view)).toBe('1/1');
  });

  it('are none before a build', () => {
    expect(imageMoments(idleBuild)).toEqual([]);
    expect(lastMoment(idleBuild)).toBeUndefined();
  });
});
