/** A build from text to image: the small ones that everything else stands on. */
import { describe, expect, it } from 'vitest';
import { newWorld, treeOf } from './harness.ts';

describe('a build', () => {
  it('makes an image of the base, the copied file and what RUN wrote', async () => {
    const world = await newWorld();
    world.runner.script = (command) =>
      command === 'make' ? { files: { '/out': 'made' }, output: 'ok\n' } : undefined;
    const outcome = await world.build('FROM base:1\nCOPY a /a\nRUN make\nCMD ["run"]\n', {
      context: treeOf({ a: 'one' }),
      tags: ['app:1'],
    });
    if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome));
    const { image, summary } = outcome;
    expect(image.layers).toHaveLength(3);
    expect(summary.layers.map(({ added }) => added)).toEqual([5, 1, 1]);
    expect(summary.tags).toEqual(['app:1']);
    expect(image.config.history.map((entry) => entry.created_by)).toEqual([
      'ADD rootfs',
      'COPY a /a # buildkit',
      'RUN /bin/sh -c make # buildkit',
      'CMD ["run"]',
    ]);
    expect(image.config.config.Cmd).toEqual(['run']);
    const tree = await world.snapshots.load(image.layers.map(({ digest }) => digest));
    expect([...tree.root.entries.keys()].sort()).toEqual(['a', 'bin', 'etc', 'out']);
    expect(world.events.at(-1)?.type).toBe('build-finished');
  });

  it('gives the image the labels it was asked for, which win over LABEL and leave no history', async () => {
    const world = await newWorld();
    const outcome = await world.build('FROM base:1\nLABEL a=1 b=2\n', {
      labels: new Map([
        ['b', '3'],
        ['c', ''],
      ]),
    });
    if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.image.config.config.Labels).toEqual({ a: '1', b: '3', c: '' });
    expect(outcome.image.config.history.at(-1)?.created_by).toBe('LABEL a=1 b=2');
  });

  it('refuses variables that grow without end', async () => {
    const world = await newWorld();
    const doubling = `FROM base:1\nENV A=xxxxxxxx\n${'ENV A=$A$A\n'.repeat(40)}RUN x\n`;
    expect(await world.build(doubling)).toMatchObject({
      outcome: 'failed',
      problems: [{ message: expect.stringContaining('variables add more than 131072 characters') }],
    });
    const many = Array.from({ length: 40 }, (_, index) => `ENV B${index}=$A\n`).join('');
    const wide = `FROM base:1\nENV A=xxxxxxxx\n${'ENV A=$A$A\n'.repeat(13)}${many}RUN x\n`;
    expect(await world.build(wide)).toMatchObject({ problems: [{ message: 'argument list too long' }] });
  });

  it('tells its steps as BuildKit names them', async () => {
    const world = await newWorld();
    await world.build('FROM base:1\nENV V=1\nWORKDIR /\nWORKDIR /w\nRUN echo $V\n');
    expect(world.steps.map(({ id, label }) => [id, label])).toEqual([
      ['0/0', '[1/4] FROM docker.io/library/base:1'],
      ['0/1', ''],
      ['0/2', ''],
      ['0/3', '[2/4] WORKDIR /w'],
      ['0/4', '[3/4] RUN echo 1'],
    ]);
  });

  it('marks labs features, which Docker only has behind a syntax line', async () => {
    const world = await newWorld();
    const notes = async (head: string) => {
      await world.build(`${head}FROM base:1\nCOPY --parents a /x/\n`, { context: treeOf({ a: '1' }) });
      return world.events.flatMap((event) => (event.type === 'step-finished' ? (event.notes ?? []) : []));
    };
    expect(await notes('')).toEqual([
      '--parents is a labs feature: Docker wants the first line "# syntax=docker/dockerfile:1-labs" for it',
    ]);
    expect(await notes('# syntax=docker/dockerfile:1-labs\n')).toEqual([]);
  });

  it('skips stages that the target does not need, and says why', async () => {
    const world = await newWorld();
    const outcome = await world.build('FROM base:1 AS a\nRUN false\nFROM base:1\nRUN true\n');
    expect(outcome.outcome).toBe('finished');
    expect(world.events.filter((event) => event.type === 'step-skipped').map((event) => event.step)).toEqual([
      '0/0',
      '0/1',
    ]);
    expect(world.runner.commands).toEqual(['true']);
  });
});
