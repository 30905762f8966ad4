/** The order of things: stages side by side, one failure for all, and a stop that loses nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import { newWorld, treeOf, type World } from './harness.ts';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const two =
  'FROM base:1 AS a\nRUN a1\nRUN a2\nFROM base:1 AS b\nRUN b1\nRUN b2\nFROM base:1\nCOPY --from=a /a2 /\nCOPY --from=b /b2 /\n';
const write = (command: string) => ({ files: { [`/${command}`]: command } });

describe('stages', () => {
  it('run side by side, and the stage that needs both waits', async () => {
    const waiting = new Map<string, () => void>();
    world.runner.script = async (command) => {
      const partner = command.replace(/[ab]/, (letter) => (letter === 'a' ? 'b' : 'a'));
      // Each ends only once its partner of the other stage has begun.
      const met = waiting.get(partner);
      if (met) met();
      else await new Promise<void>((resolve) => waiting.set(command, resolve));
      return write(command);
    };
    const outcome = await world.build(two);
    expect(outcome.outcome).toBe('finished');
    const order = world.events.flatMap((event) => (event.type === 'step-started' ? [event.step] : []));
    expect(order.indexOf('1/2')).toBeLessThan(order.indexOf('2/1'));
  });

  it('do a step that two of them share once', async () => {
    world.runner.script = async (command) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return write(command);
    };
    await world.build(
      'FROM base:1 AS a\nRUN same\nFROM base:1 AS b\nRUN same\nFROM a\nCOPY --from=b /same /x\n',
    );
    expect(world.runner.commands).toEqual(['same']);
  });

  it('of one base unpack it once', async () => {
    world.runner.script = write;
    await world.build(two);
    expect(world.blobs.reads).toBe(1);
  });

  it('take nothing from a stage that comes later', async () => {
    const outcome = await world.build(
      'FROM base:1 AS first\nRUN --mount=from=later,target=/l x\nFROM base:1 AS later\nRUN y\n',
      { target: 'first' },
    );
    expect(outcome).toMatchObject({
      outcome: 'failed',
      problems: [
        {
          message:
            'cannot mount from stage "later" to "/l", stage needs to be defined before current command',
          lines: [{ first: 2, last: 2 }],
        },
      ],
    });
  });
});

describe('a step that fails', () => {
  it('stops the others, and what was finished is cached', async () => {
    world.runner.script = async (command, { signal }) => {
      if (command === 'b1') return { exitCode: 1 };
      if (command !== 'a1') return write(command);
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      return write(command);
    };
    const outcome = await world.build(two);
    expect(outcome).toMatchObject({ outcome: 'failed', problems: [{ step: '1/1' }] });
    const types = world.events.flatMap((event) => ('step' in event ? [`${event.step} ${event.type}`] : []));
    expect(types).toContain('0/1 step-cancelled');
    expect(types).not.toContain('2/1 step-started');
    world.runner.script = write;
    await world.build(two);
    expect(world.outcomes['0/0']).toBe('cached');
  });
});

describe('an abort', () => {
  it('ends the build, and the next one goes on from what was finished', async () => {
    const abort = new AbortController();
    world.runner.script = async (command, { signal }) => {
      if (command !== 'a2') return write(command);
      setTimeout(() => abort.abort(), 1);
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      return write(command);
    };
    const outcome = await world.build('FROM base:1\nRUN a1\nRUN a2\n', { signal: abort.signal });
    expect(outcome.outcome).toBe('cancelled');
    expect(world.events.slice(-2).map(({ type }) => type)).toEqual(['step-cancelled', 'build-cancelled']);
    world.runner.script = write;
    await world.build('FROM base:1\nRUN a1\nRUN a2\n');
    expect(world.outcomes).toEqual({ '0/0': 'cached', '0/1': 'cached', '0/2': 'done' });
  });

  it('before the build even starts is a cancelled build', async () => {
    const outcome = await world.build('FROM base:1\nRUN a1\n', { signal: AbortSignal.abort() });
    expect(outcome.outcome).toBe('cancelled');
    expect(world.events.map(({ type }) => type)).toEqual(['build-cancelled']);
  });
});

describe('a store that fails', () => {
  it('leaves no record of a layer that is not there', async () => {
    const before = [...world.cache.entries.keys()];
    const { put } = world.blobs;
    world.blobs.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const outcome = await world.build('FROM base:1\nCOPY a /a\n', { context: treeOf({ a: 'a' }) });
    expect(outcome).toMatchObject({ problems: [{ code: 'storage-full', step: '0/1' }] });
    expect(
      [...world.cache.entries.values()].filter((value) => JSON.stringify(value).includes('layer')),
    ).toEqual(before);
    world.blobs.put = put;
    await world.build('FROM base:1\nCOPY a /a\n', { context: treeOf({ a: 'a' }) });
    expect(world.cause('0/1')).toEqual({ kind: 'first-time' });
  });
});

describe('a layer that turns out to be damaged when it is read', () => {
  it('fails the build once, and the next one makes it again', async () => {
    world.runner.script = write;
    const text = (last: string) => `FROM base:1\nRUN a\nRUN ${last}\n`;
    const outcome = await world.build(text('b'));
    if (outcome.outcome !== 'finished') throw new Error('not finished');
    const digest = outcome.image.layers[1]?.digest ?? 'sha256:';
    world.restart();
    const { has } = world.blobs;
    world.blobs.has = async () => true;
    await world.blobs.delete(digest);
    expect(await world.build(text('c'))).toMatchObject({ problems: [{ code: 'layer-lost', step: '0/2' }] });
    world.blobs.has = has;
    expect((await world.build(text('c'))).outcome).toBe('finished');
    expect(world.cause('0/1')?.kind).toBe('cache-lost');
  });
});

describe('triggers of a base image', () => {
  it('may need stages and images that nothing else needs', async () => {
    await world.image('tools:1', {}, { tool: 'T' });
    await world.image('parent:1', {
      OnBuild: ['COPY --from=extra /made /made', 'COPY --from=tools:1 /tool /tool', 'ARG X=1'],
    });
    world.runner.script = () => ({ files: { '/made': 'made' } });
    const outcome = await world.build('FROM base:1 AS extra\nRUN make\nFROM parent:1\nRUN echo $X\n');
    if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.image.config.config.OnBuild).toEqual([]);
    expect(
      world.steps.filter(({ id }) => id.startsWith('1/')).map(({ label, onbuild }) => [label, onbuild]),
    ).toEqual([
      ['[stage-1 1/5] FROM docker.io/library/parent:1', false],
      ['[stage-1 2/5] ONBUILD COPY --from=extra /made /made', true],
      ['[stage-1 3/5] ONBUILD COPY --from=tools:1 /tool /tool', true],
      ['', true],
      ['[stage-1 4/5] RUN echo 1', false],
    ]);
  });

  it('of a stage may need images too', async () => {
    await world.image('tools:1', {}, { tool: 'T' });
    const outcome = await world.build('FROM base:1 AS a\nONBUILD COPY --from=tools:1 /tool /tool\nFROM a\n');
    expect(outcome.outcome).toBe('finished');
  });

  it('that lead in a circle, or are no instruction, fail the build', async () => {
    await world.image('loop:1', { OnBuild: ['COPY --from=b /x /x'] });
    expect(await world.build('FROM loop:1 AS a\nFROM a AS b\n')).toMatchObject({
      problems: [{ message: expect.stringMatching(/^circular dependency detected on stage: [ab]$/) }],
    });
    await world.image('wrong:1', { OnBuild: ['RUNN x'] });
    expect(await world.build('# the base\nFROM wrong:1\n')).toMatchObject({
      outcome: 'failed',
      problems: [
        {
          message: expect.stringContaining('unknown instruction: RUNN'),
          range: { start: { line: 2 } },
        },
      ],
    });
  });
});

describe('finished steps', () => {
  it('are told with their layers and config once they are kept', async () => {
    world.runner.script = write;
    await world.build('FROM base:1 AS a\nENV A=1\nRUN x\nFROM a\nRUN y\n');
    expect(world.ready.map(({ id, layers, inherited }) => [id, layers.length, inherited])).toEqual([
      ['0/0', 1, 0],
      ['0/1', 1, 1],
      ['0/2', 2, 1],
      ['1/0', 2, 2],
      ['1/1', 3, 2],
    ]);
    expect(world.ready[1]?.config.config.Env).toContain('A=1');
    expect(world.ready.at(-1)?.config.history).toHaveLength(4);
  });
});
