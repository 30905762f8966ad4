import { describe, expect, it } from 'vitest';
import type { BuildEvent, StepDescription } from '../../src/build/events.ts';
import { RawJsonProgress } from '../../src/cli/progress-rawjson.ts';
import type { Progress, ProgressEvent } from '../../src/commands/progress.ts';
import { PlainProgress } from '../../src/commands/progress-plain.ts';

const at = (line: number) => ({ offset: 0, line, column: 1 });
const range = { start: at(2), end: at(2) };

function step(id: string, text: string, label: string, inputs: string[] = []): StepDescription {
  const instruction = text.split(' ')[0] ?? '';
  return { id, stage: 0, instruction, text, label, range, addsLayer: true, onbuild: false, inputs };
}

const planned: BuildEvent = {
  type: 'planned',
  time: 1000,
  stages: [
    {
      index: 0,
      base: 'alpine',
      range,
      needed: true,
      target: true,
      steps: [
        step('0/0', 'FROM alpine', '[1/3] FROM docker.io/library/alpine'),
        step('0/1', 'RUN make', '[2/3] RUN make', ['0/0']),
        step('0/2', 'COPY a /', '[3/3] COPY a /'),
        { ...step('0/3', 'CMD x', ''), addsLayer: false },
      ],
    },
  ],
  warnings: [
    {
      code: 'JSONArgsRecommended',
      severity: 'warning',
      message: 'JSON arguments recommended',
      explanation: '',
      range,
      lines: [{ first: 2, last: 2 }],
    },
  ],
};
const output = (id: string, time: number, text: string): BuildEvent => ({
  type: 'step-output',
  time,
  step: id,
  stream: 'stdout',
  bytes: new TextEncoder().encode(text),
});

function shown(make: (write: (text: string) => void) => Progress, events: readonly ProgressEvent[]): string {
  let text = '';
  const progress = make((more) => {
    text += more;
  });
  for (const event of events) progress.show(event);
  return text;
}
const plain = (events: readonly ProgressEvent[]) => shown((write) => new PlainProgress(write), events);

describe('plain progress', () => {
  it('is shaped as BuildKit prints it, with the reason of each step that ran', () => {
    const text = plain([
      planned,
      { type: 'step-started', time: 1000, step: '0/1' },
      output('0/1', 1500, 'one\ntw'),
      output('0/1', 1600, 'o\n'),
      {
        type: 'step-finished',
        time: 3000,
        step: '0/1',
        outcome: 'done',
        duration: 2000,
        cause: { kind: 'build-arg-changed', name: 'V', before: '1', after: '2' },
      },
      { type: 'step-started', time: 3000, step: '0/3' },
      {
        type: 'step-finished',
        time: 3000,
        step: '0/3',
        outcome: 'done',
        duration: 0,
        cause: { kind: 'first-time' },
      },
      { type: 'step-started', time: 3000, step: '0/2' },
      {
        type: 'step-finished',
        time: 3000,
        step: '0/2',
        outcome: 'cached',
        duration: 0,
        cause: { kind: 'hit' },
      },
    ]);
    expect(text).toBe(
      [
        '#1 [2/3] RUN make',
        '#1 0.500 one',
        '#1 0.600 two',
        '#1 why: build argument V changed: "1" → "2"',
        '#1 DONE 2.0s',
        '',
        '#2 [3/3] COPY a /',
        '#2 CACHED',
        '',
        '',
      ].join('\n'),
    );
  });

  it('repeats a step’s name when it takes the word from another', () => {
    const text = plain([
      planned,
      { type: 'step-started', time: 1000, step: '0/1' },
      { type: 'step-started', time: 1000, step: '0/2' },
      output('0/1', 1000, 'x\n'),
    ]);
    expect(text).toBe(
      '#1 [2/3] RUN make\n#1 ...\n\n#2 [3/3] COPY a /\n#2 ...\n\n#1 [2/3] RUN make\n#1 0.000 x\n',
    );
  });

  it('repeats the end of a failed step’s output, then the warnings', () => {
    const problem = {
      code: 'run-failed',
      severity: 'error' as const,
      message: 'exit code: 2',
      explanation: '',
    };
    const text = plain([
      planned,
      { type: 'step-started', time: 1000, step: '0/1' },
      output('0/1', 1100, 'no such target'),
      { type: 'step-failed', time: 1200, step: '0/1', duration: 200, problem },
      { type: 'build-failed', time: 1200, problems: [problem] },
      { type: 'end' },
    ]);
    expect(text).toContain('#1 ERROR: exit code: 2\n');
    expect(text).toContain('------\n > [2/3] RUN make:\n0.200 no such target\n------\n');
    expect(text).toMatch(
      /\n 1 warning found \(use --debug to expand\):\n - JSONArgsRecommended: JSON arguments recommended \(line 2\)\n$/,
    );
  });
});

describe('plain progress around the steps', () => {
  const task = (name: string) =>
    ({ type: 'task', name: `[internal] ${name}`, lines: [], started: 0, completed: 100 }) as const;
  const finished = (id: string): BuildEvent => ({
    type: 'step-finished',
    time: 1000,
    step: id,
    outcome: 'cached',
    duration: 0,
    cause: { kind: 'hit' },
  });

  it('tells of warnings where the Dockerfile was read', () => {
    expect(plain([task('load build definition from Dockerfile'), planned])).toBe(
      [
        '#1 [internal] load build definition from Dockerfile',
        '#1 DONE 0.1s',
        '',
        '#1 [internal] load build definition from Dockerfile',
        '#1 WARN: JSONArgsRecommended: JSON arguments recommended (line 2)',
        '',
        '',
      ].join('\n'),
    );
  });

  it('shows one image that several stages begin with once', () => {
    const stages = planned.type === 'planned' ? planned.stages : [];
    const second = step('1/0', 'FROM alpine', '[stage-1 1/1] FROM docker.io/library/alpine');
    const text = plain([
      {
        ...planned,
        warnings: [],
        stages: [...stages, ...stages.map((stage) => ({ ...stage, index: 1, steps: [second] }))],
      } as BuildEvent,
      { type: 'step-started', time: 1000, step: '0/0' },
      { type: 'step-started', time: 1000, step: '1/0' },
      finished('0/0'),
      finished('1/0'),
    ]);
    expect(text).toBe('#1 [1/3] FROM docker.io/library/alpine\n#1 CACHED\n\n');
  });

  it('repeats an image that could not be found as what failed', () => {
    const text = plain([
      { ...task('load metadata for docker.io/library/x:1'), error: 'not found' },
      { type: 'build-failed', time: 1000, problems: [] },
    ]);
    expect(text).toContain('#1 ERROR: not found\n');
    expect(text).toContain('------\n > [internal] load metadata for docker.io/library/x:1:\n------\n');
  });

  it('expands warnings when asked', () => {
    let text = '';
    const progress = new PlainProgress(
      (more) => {
        text += more;
      },
      ({ code }) => `all about ${code}\n`,
    );
    progress.show(planned);
    progress.show({ type: 'end' });
    expect(text).toBe(
      '\n 1 warning found:\n - JSONArgsRecommended: JSON arguments recommended (line 2)\nall about JSONArgsRecommended\n',
    );
  });
});

describe('rawjson progress', () => {
  it('is one JSON object a line, with BuildKit’s vertexes and our cause', () => {
    const lines = shown(
      (write) => new RawJsonProgress(write, () => ({ name: 'Dockerfile', text: 'FROM a\n' })),
      [
        planned,
        { type: 'step-started', time: 1000, step: '0/1' },
        output('0/1', 1500, 'hi'),
        {
          type: 'step-finished',
          time: 3000,
          step: '0/1',
          outcome: 'done',
          duration: 2000,
          cause: { kind: 'first-time' },
        },
      ],
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [warned, told, , log, done] = lines;
    expect(warned.warnings[0]).toMatchObject({
      level: 1,
      short: btoa('JSONArgsRecommended: JSON arguments recommended (line 2)'),
      url: 'https://docs.docker.com/go/dockerfile/rule/json-args-recommended/',
      sourceInfo: { filename: 'Dockerfile', data: btoa('FROM a\n'), language: 'Dockerfile' },
      range: [{ start: { line: 2 }, end: { line: 2 } }],
    });
    expect(told.vertexes.map(({ name }: { name: string }) => name)).toHaveLength(3);
    expect(atob(log.logs[0].data)).toBe('hi');
    expect(log.logs[0].vertex).toBe(told.vertexes[1].digest);
    expect(done.vertexes[0]).toMatchObject({
      name: '[2/3] RUN make',
      inputs: [told.vertexes[0].digest],
      started: '1970-01-01T00:00:01.000Z',
      completed: '1970-01-01T00:00:03.000Z',
      cause: { kind: 'first-time' },
    });
  });

  it('takes what stands on a step without a vertex as standing on the one below it', () => {
    const stages = planned.type === 'planned' ? planned.stages : [];
    const onConfig = step('0/4', 'RUN last', '[4/4] RUN last', ['0/3']);
    const [stage] = stages;
    if (stage === undefined) throw new Error('no stage');
    const steps = [
      ...stage.steps.slice(0, 3),
      { ...step('0/3', 'CMD x', '', ['0/2']), addsLayer: false },
      onConfig,
    ];
    const [line = ''] = shown(
      (write) => new RawJsonProgress(write),
      [{ ...planned, warnings: [], stages: [{ ...stage, steps }] } as BuildEvent],
    ).split('\n');
    const { vertexes } = JSON.parse(line);
    expect(vertexes[3]).toMatchObject({ name: '[4/4] RUN last', inputs: [vertexes[2].digest] });
  });
});
