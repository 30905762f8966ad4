/** What is said of a RUN that removes what an earlier layer holds: asked of the layers, not of the script. */
import { beforeEach, describe, expect, it } from 'vitest';
import { newWorld, treeOf, type World } from './harness.ts';

const large = 'x'.repeat(150_000);
let world: World;
let removed: readonly string[];

beforeEach(async () => {
  world = await newWorld();
  await world.image('large:1', {}, { 'bin/sh': 'sh', 'usr/doc': large, 'usr/small': 'x' });
  removed = [];
  // `make PATH` writes a large file, `tidy PATH…` removes, as a script in the image might.
  world.runner.script = (command) => {
    const [verb, ...paths] = command.split(' ');
    if (verb === 'make') return { files: Object.fromEntries(paths.map((path) => [path, large])) };
    removed = [...removed, ...paths];
    return { edit: (builder) => paths.forEach((path) => void builder.remove(path)) };
  };
});

async function advice(dockerfile: string): Promise<readonly string[]> {
  await world.build(dockerfile, { context: treeOf({ 'big.bin': large, 'dir/a': large, 'dir/b': 'b' }) });
  const finished = world.events.find((event) => event.type === 'build-finished');
  if (finished?.type !== 'build-finished') throw new Error(JSON.stringify(world.events.at(-1)));
  return (finished.advice ?? [])
    .filter(({ code }) => code === 'RemovalFreesNothing')
    .map(({ message, explanation, lines }) => `${lines?.[0]?.first}: ${message}. ${explanation}`);
}

describe('a RUN that removes', () => {
  it('what a COPY above brought frees nothing, however the script names it', async () => {
    const [said, ...more] = await advice('FROM base:1\nCOPY . /app/\nRUN tidy /app/dir /app/big.bin\n');
    expect(said).toMatch(
      /^3: Removing \/app\/dir here does not make the image smaller: 300 kB stay in the layers below\. It is in the layer of line 2 and/,
    );
    expect(more).toEqual([]);
  });

  it('what another RUN made, also in the stage that it begins with', async () => {
    const stages =
      'FROM base:1 AS one\nRUN make /tmp/archive\nFROM one\nRUN make /more\nRUN tidy /tmp/archive\n';
    expect(await advice(stages)).toEqual([expect.stringMatching(/^5: .*layer of line 2 /)]);
  });

  it('what the base image holds', async () => {
    expect(await advice('FROM large:1\nRUN tidy /usr/doc\n')).toEqual([
      expect.stringMatching(/^2: .*150 kB stay.* in a layer of the base image/),
    ]);
  });

  it('is left alone where it removes little, its own files, or something in another stage', async () => {
    expect(await advice('FROM large:1\nRUN tidy /usr/small\n')).toEqual([]);
    expect(await advice('FROM large:1\nRUN make /a\n')).toEqual([]);
    const apart = 'FROM large:1 AS one\nRUN tidy /usr/doc\nFROM base:1\nCOPY --from=one /bin/sh /x\n';
    expect(await advice(apart)).toEqual([]);
    expect(removed).toEqual(['/usr/small', '/usr/doc']);
  });

  it('is told again from the cache without a layer being read', async () => {
    const text = 'FROM base:1\nCOPY big.bin /\nRUN tidy /big.bin\n';
    const first = await advice(text);
    expect(first).toHaveLength(1);
    world.restart();
    expect(await advice(text)).toEqual(first);
    expect(world.blobs.reads).toBe(0);
  });
});
