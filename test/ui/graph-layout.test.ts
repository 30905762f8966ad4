import { describe, expect, it } from 'vitest';
import { readBuildArgs } from '../../src/ui/build-bar/build-options.ts';
import { layoutGraph } from '../../src/ui/model/graph-layout.ts';
import { stagesOf } from './recorded-build.ts';

const stages = stagesOf('FROM alpine AS one\nRUN a\nFROM alpine\nCOPY --from=one /a /a\nCMD x\n');

/** The points where the line of an edge begins, passes and ends. */
const stops = (path: string): readonly (readonly number[])[] =>
  path.split(/ C/).map((part) => part.replace('M', '').split(' ').at(-1)?.split(',').map(Number) ?? []);

describe('the stage graph', () => {
  it('has an edge for each COPY --from, and none within a stage', () => {
    const { edges } = layoutGraph(stages, 800, 0);
    expect(edges.map(({ from, to, kind }) => [from, to, kind])).toEqual([['0/1', '1/1', 'copy']]);
  });

  it('has an edge from the end of a stage to the FROM that names it', () => {
    const [first, second] = stages;
    if (!first || !second) throw new Error('two stages expected');
    const based = [first, { ...second, baseStage: 0 }];
    expect(layoutGraph(based, 800, 0).edges.map(({ kind }) => kind)).toEqual(['base', 'copy']);
  });

  it('gives the image a column where there is room for one, else its place below the steps', () => {
    const beside = layoutGraph(stages, 1000, 100);
    expect(beside.toImage?.from).toBe('1/2');
    expect(stops(beside.toImage?.path ?? '').length).toBe(2);
    expect(beside.width).toBeLessThanOrEqual(1000);
    expect(layoutGraph(stages, 800, 100).toImage).toBeUndefined();
    const other = stages.map((stage) => ({ ...stage, target: stage.index === 0 }));
    expect(layoutGraph(other, 1000, 100).toImage).toBeUndefined();
  });

  it('uses the width there is, within reason', () => {
    expect(layoutGraph(stages, 800, 0).columnWidth).toBe(356);
    expect(layoutGraph(stages, 300, 0).columnWidth).toBe(232);
    expect(layoutGraph(stages, 3000, 0).columnWidth).toBe(420);
  });

  it('is as high as the tallest stage with what stands under the target', () => {
    const bare = layoutGraph(stages, 800, 0).height;
    expect(layoutGraph(stages, 800, 200).height).toBe(bare + 200);
  });

  it('leads an edge around the columns in between, on a lane of its own', () => {
    const three = stagesOf(
      'FROM alpine AS one\nRUN a\nFROM alpine AS two\nRUN b\nRUN c\nRUN d\nRUN e\nFROM alpine\n' +
        'COPY --from=one /a /a\nCOPY --from=two /b /b\nCOPY --from=one /c /c\n',
    );
    const { edges, columnWidth, top, height } = layoutGraph(three, 1200, 0);
    const around = edges.filter(({ from }) => from === '0/1').map(({ path }) => stops(path));
    expect(around).toHaveLength(2);
    const between = [16 + columnWidth + 56, 16 + 2 * columnWidth + 56];
    const heights = around.map((points) => {
      const passing = points.filter(([x = 0]) => x > (between[0] ?? 0) - 20 && x < (between[1] ?? 0) + 20);
      expect(passing).toHaveLength(2);
      const [[, y = 0] = []] = passing;
      // Above the headers or below the last card, and on the sheet.
      expect(y < top || y > top + 38 + 5 * 58 - 6).toBe(true);
      expect(y > 0 && y < height).toBe(true);
      return y;
    });
    expect(new Set(heights).size).toBe(2);
    expect(edges.filter(({ from }) => from === '1/4').map(({ path }) => stops(path).length)).toEqual([2]);
  });
});

describe('build args', () => {
  it('are one NAME=value a line', () => {
    expect(readBuildArgs('A=1\n\n B=x=y ')).toEqual({ args: { A: '1', B: 'x=y' } });
    expect(readBuildArgs('A=1\nnope').bad).toBe('nope');
  });
});
