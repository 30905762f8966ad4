import { describe, expect, it } from 'vitest';
import { parseStrictly } from '../../src/dockerfile/parse.ts';
import { Scope } from '../../src/dockerfile/scope.ts';
import { findTarget, neededStages, stageGraph, stageLabel } from '../../src/dockerfile/stage-graph.ts';

function graphOf(text: string) {
  const dockerfile = parseStrictly(text);
  const globals = new Scope(dockerfile.escape);
  for (const arg of dockerfile.metaArgs) globals.declare(arg, new Map());
  return { dockerfile, graph: stageGraph(dockerfile, globals) };
}
function needed(text: string, target?: string): number[] {
  const { dockerfile, graph } = graphOf(text);
  return [...neededStages(graph, dockerfile.stages, findTarget(dockerfile, target))].sort();
}

describe('the stages of a Dockerfile', () => {
  const text = [
    'ARG IMG=alpine',
    'FROM $IMG AS Base',
    'FROM base AS unused',
    'FROM golang AS tools',
    'FROM base',
    'COPY --from=0 /a /b',
    'COPY --from=TOOLS /a /b',
    'COPY --from=busybox /bin /bin',
    'RUN --mount=type=bind,from=tools,target=/t true',
    'RUN --mount=type=bind,from=0,target=/t true',
  ].join('\n');

  it('are connected by FROM, COPY --from and RUN --mount', () => {
    const { graph, dockerfile } = graphOf(text);
    expect(graph.bases.map((base) => (base.kind === 'stage' ? base.stage.index : base.name))).toEqual([
      'alpine',
      0,
      'golang',
      0,
    ]);
    expect(graph.dependencies.map((each) => [...each].map(({ index }) => index))).toEqual([
      [],
      [0],
      [],
      [0, 2],
    ]);
    expect(dockerfile.stages.map(stageLabel)).toEqual(['base', 'unused', 'tools', 'stage-3']);
  });

  it('are built when the target needs them', () => {
    expect(needed(text)).toEqual([0, 2, 3]);
    expect(needed(text, 'UNUSED')).toEqual([0, 1]);
    // Docker's --target takes no index.
    expect(() => needed(text, '2')).toThrow('target stage "2" could not be found');
  });

  it('are needed by triggers too', () => {
    const withTrigger = 'FROM a AS x\nFROM b AS p\nONBUILD COPY --from=x /a /b\nFROM p AS child\nFROM child';
    expect(needed(withTrigger)).toEqual([0, 1, 2, 3]);
    expect(needed(withTrigger, 'p')).toEqual([1]);
  });

  it('may have the name of the image that they begin from', () => {
    expect(graphOf('FROM alpine AS alpine\nFROM alpine').graph.bases).toMatchObject([
      { kind: 'image', name: 'alpine' },
      { kind: 'stage' },
    ]);
  });

  it.each([
    ['FROM a\nCOPY --from=5 /a /x', 'invalid stage index 5'],
    ['FROM a\nCOPY --from=-1 /a /x', 'invalid stage index -1'],
    ['ARG X\nFROM $X', 'base name ($X) should not be blank'],
    ['FROM a AS base\nCOPY --from=base /a /b', 'circular dependency detected on stage: base'],
    [
      'FROM a AS x\nCOPY --from=y /a /b\nFROM b AS y\nCOPY --from=x /a /b',
      'circular dependency detected on stage: x',
    ],
    ['FROM a AS a\nCOPY --from=b /x /y\nFROM scratch AS b', undefined],
    [
      'FROM x AS b\nFROM a AS a\nCOPY --from=c /x /y\nFROM scratch AS c\nFROM a',
      'cannot copy from stage "c", it needs to be defined before current stage "a"',
    ],
    ['FROM a\nCOPY --from=$X /a /b', 'variable expansion is not supported for --from'],
    ['FROM a\nRUN --mount=type=$T,uid=$U,target=/t x', undefined],
  ])('%j: %s', (dockerfile, message) => {
    if (message === undefined) expect(needed(dockerfile)).toHaveLength(1);
    else expect(() => needed(dockerfile)).toThrow(message);
  });

  it('name the target that was meant', () => {
    expect(() => needed('FROM a AS build', 'biuld')).toThrow(
      'target stage "biuld" could not be found (did you mean build?)',
    );
  });
});
