/** The cache key that a step's event tells, and what it was made of. */
import { beforeEach, describe, expect, it } from 'vitest';
import { newWorld, treeOf, type World } from './harness.ts';

const dockerfile =
  'FROM base:1 AS one\nCOPY a /a\nENV L=de\nRUN make\nFROM one\nCOPY --from=one /a /b\nWORKDIR /srv\n';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const build = (a = 'a') => world.build(dockerfile, { context: treeOf({ a, b: 'b' }) });
const kinds = (step: string) => world.finished(step)?.key?.parts.map(({ kind }) => kind);

describe('the key of a step', () => {
  it('is told with its parts', async () => {
    await build();
    expect(kinds('0/0')).toEqual(['image']);
    expect(kinds('0/1')).toEqual(['instruction', 'below', 'files']);
    expect(kinds('0/3')).toEqual(['instruction', 'below', 'variables', 'setting']);
    expect(kinds('1/0')).toEqual(['below']);
    expect(kinds('1/2')).toEqual(['instruction', 'below']);
  });

  it('is none for a step that only changes the config', async () => {
    await build();
    expect(world.finished('0/2')?.key).toBeUndefined();
  });

  it('names what it stands on by its key', async () => {
    await build();
    const base = world.finished('0/0')?.key?.key;
    expect(world.finished('0/1')?.key?.parts).toContainEqual({ kind: 'below', key: base });
    expect(world.finished('0/3')?.key?.parts).toContainEqual({
      kind: 'below',
      key: world.finished('0/1')?.key?.key,
    });
  });

  it('says how many files were read, and what RUN could see', async () => {
    await build();
    const files = world.finished('0/1')?.key?.parts.find(({ kind }) => kind === 'files');
    expect(files).toMatchObject({ count: 1, key: expect.stringMatching(/^sha256:/) });
    const variables = world.finished('0/3')?.key?.parts.find(({ kind }) => kind === 'variables');
    expect(variables).toMatchObject({ values: expect.arrayContaining([{ name: 'L', value: 'de' }]) });
  });

  it('is the same in a build like the last one, and another from the changed file on', async () => {
    await build();
    const key = (step: string) => world.finished(step)?.key?.key;
    const first = ['0/0', '0/1', '0/3', '1/1'].map(key);
    await build();
    expect(['0/0', '0/1', '0/3', '1/1'].map(key)).toEqual(first);
    await build('other');
    expect(['0/0', '0/1', '0/3', '1/1'].map((step, at) => key(step) === first[at])).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a finished step', () => {
  it('tells how long it took to make, also when it comes from the cache', async () => {
    await build();
    const took = world.finished('0/3')?.took;
    expect(took).toBeGreaterThan(0);
    await build();
    expect(world.finished('0/3')).toMatchObject({ outcome: 'cached', took });
  });

  it('FROM an image tells what the image brings', async () => {
    await build();
    const { layers, size } = world.finished('0/0')?.brings ?? { layers: 0, size: 0 };
    expect(layers).toBe(1);
    expect(size).toBeGreaterThan(1000);
    expect(world.finished('1/0')?.brings).toBeUndefined();
  });
});
