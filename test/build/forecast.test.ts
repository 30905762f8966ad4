/** What the next build would do, told without doing it: the same as what it then does. */
import { beforeEach, describe, expect, it } from 'vitest';
import { forecastBuild } from '../../src/build/forecast.ts';
import { newWorld, treeOf, type World } from './harness.ts';

const dockerfile =
  'FROM base:1 AS one\nARG V=1\nCOPY a /a\nRUN make $V\nFROM base:1\nCOPY b /b\nCOPY --from=one /a /c\nCMD x\n';
const files = { a: 'a', b: 'b' };

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const options = (tree: Record<string, string> = files, more = {}) => ({ context: treeOf(tree), ...more });
const build = (tree?: Record<string, string>, text = dockerfile) => world.build(text, options(tree));
const forecast = async (tree?: Record<string, string>, text = dockerfile, more = {}) => {
  const before = new Map(world.cache.entries);
  const commands = world.runner.commands.length;
  const { steps } = await forecastBuild({ dockerfile: text, ...options(tree, more) }, world.ports());
  // It only looks.
  expect([...world.cache.entries]).toEqual([...before]);
  expect(world.runner.commands.length).toBe(commands);
  return Object.fromEntries([...steps].map(([id, { outlook }]) => [id, outlook]));
};

describe('a forecast', () => {
  it('of a project that was never built is that all layers are made', async () => {
    expect(await forecast()).toMatchObject({ '0/2': 'run', '0/3': 'run', '1/1': 'run', '1/2': 'perhaps' });
  });

  it('of the same project is all cached', async () => {
    await build();
    expect(new Set(Object.values(await forecast()))).toEqual(new Set(['cached']));
  });

  it('of a changed file is that its copy and what stands on it run', async () => {
    await build();
    expect(await forecast({ ...files, b: 'other' })).toEqual({
      '0/0': 'cached',
      '0/1': 'cached',
      '0/2': 'cached',
      '0/3': 'cached',
      '1/0': 'cached',
      '1/1': 'run',
      '1/2': 'perhaps',
      '1/3': 'perhaps',
    });
  });

  it('of what COPY --link is laid over is that it is laid anew, and what follows runs', async () => {
    const linked = 'FROM base:1\nCOPY a /a\nCOPY --link b /b\nRUN make\n';
    await build(files, linked);
    expect(new Set(Object.values(await forecast(files, linked)))).toEqual(new Set(['cached']));
    expect(await forecast({ ...files, a: 'other' }, linked)).toMatchObject({
      '0/1': 'run',
      '0/2': 'run',
      '0/3': 'run',
    });
    const { steps } = await forecastBuild(
      { dockerfile: linked, ...options({ ...files, a: 'other' }) },
      world.ports(),
    );
    expect(steps.get('0/2')?.cause).toEqual({ kind: 'merged', step: '0/1', label: '[2/4] COPY a /a' });
  });

  it('says perhaps of what is copied from a stage that runs', async () => {
    await build();
    expect(await forecast({ ...files, a: 'other' })).toMatchObject({
      '0/2': 'run',
      '0/3': 'run',
      '1/1': 'cached',
      '1/2': 'perhaps',
    });
  });

  it('says why, and how long each step took', async () => {
    await build();
    const { steps } = await forecastBuild(
      { dockerfile, ...options({ ...files, a: 'other' }) },
      world.ports(),
    );
    expect(steps.get('0/2')?.cause).toMatchObject({ kind: 'files-changed', total: 1 });
    expect(steps.get('0/3')?.cause).toMatchObject({ kind: 'parent-changed' });
    expect(steps.get('0/3')?.took).toBeGreaterThan(0);
    expect(steps.get('1/1')?.cause).toBeUndefined();
  });

  it('of a changed line, a build arg and a cache that is off', async () => {
    await build();
    expect(await forecast(files, dockerfile.replace('make', 'remake'))).toMatchObject({
      '0/2': 'cached',
      '0/3': 'run',
    });
    expect(await forecast(files, dockerfile, { buildArgs: new Map([['V', '2']]) })).toMatchObject({
      '0/2': 'cached',
      '0/3': 'run',
    });
    expect(await forecast(files, dockerfile, { noCache: true })).toMatchObject({
      '0/2': 'run',
      '1/1': 'run',
    });
  });

  it('comes true, whatever changes', async () => {
    await build();
    for (const tree of [{ a: '1', b: 'b' }, { a: '1', b: '2' }, files, { a: 'a', b: '3' }]) {
      const told = await forecast(tree);
      await build(tree);
      for (const [step, outlook] of Object.entries(told)) {
        const happened = world.outcomes[step] === 'cached' ? 'cached' : 'run';
        const isLayer = world.steps.find(({ id }) => id === step)?.addsLayer ?? false;
        if (outlook !== 'perhaps' && isLayer) expect([step, happened]).toEqual([step, outlook]);
      }
    }
  });

  it('ends where a source is missing', async () => {
    await build();
    expect(await forecast({ b: 'b' })).toEqual({
      '0/0': 'cached',
      '0/1': 'cached',
      '1/0': 'cached',
      '1/1': 'cached',
    });
  });
});
