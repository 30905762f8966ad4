/** What another order would save, and that nothing is said where it would not be the same image. */
import { beforeEach, describe, expect, it } from 'vitest';
import { adviseOnOrder } from '../../src/build/order-advice.ts';
import type { Played } from './harness.ts';
import { newWorld, treeOf, type World } from './harness.ts';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const files = { 'server.js': 'code', 'packages.txt': 'list', 'lib/x.js': 'x' };
const always = ['/app', '/bin', '/bin/sh'];
/** A RUN that takes three seconds and looked at these names. */
const slow =
  (
    names: readonly string[],
    listed: readonly string[] = [],
    made: Played = { files: { '/app/made': 'made' } },
  ) =>
  (): Played => {
    world.time += 3000;
    return { ...made, observed: { names: [...always, ...names], listed } };
  };

const advise = async (dockerfile: string, tree: Record<string, string> = files) => {
  const options = { dockerfile, context: treeOf(tree) };
  const { outcome } = await world.build(dockerfile, options);
  expect(outcome).toBe('finished');
  return adviseOnOrder(options, world.ports());
};

const swappable = `FROM base:1
WORKDIR /app
COPY packages.txt ./
# The program.
COPY server.js ./
RUN install
CMD ["run"]
`;

describe('advice on the order of steps', () => {
  it('is to swap a COPY with a slow RUN that does not look at its file', async () => {
    world.runner.script = slow(['/app/packages.txt', '/app/made']);
    const [advice, ...more] = await advise(swappable);
    expect(more).toEqual([]);
    expect(advice).toMatchObject({
      kind: 'move',
      step: '0/3',
      line: 5,
      belowLine: 6,
      isSwap: true,
      file: 'server.js',
    });
    expect(advice?.before).toBeGreaterThan(3000);
    expect(advice?.after).toBeLessThan(100);
    expect(advice?.dockerfile).toBe(`FROM base:1
WORKDIR /app
COPY packages.txt ./
RUN install
# The program.
COPY server.js ./
CMD ["run"]
`);
  });

  it('comes true: after the change, an edit of the file makes nothing slow run again', async () => {
    world.runner.script = slow(['/app/packages.txt', '/app/made']);
    const [advice] = await advise(swappable);
    const changed = advice?.dockerfile ?? '';
    await world.build(changed, { context: treeOf(files) });
    const before = world.runner.commands.length;
    await world.build(changed, { context: treeOf({ ...files, 'server.js': 'edited' }) });
    expect(world.runner.commands.length).toBe(before);
    expect(world.outcomes).toMatchObject({ '0/3': 'cached', '0/4': 'done' });
  });

  it('is to copy first what the RUN reads of a COPY of everything', async () => {
    world.runner.script = slow(['/app/packages.txt', '/app/made']);
    const [advice] = await advise('FROM base:1\nWORKDIR /app\nCOPY . .\nRUN install\nCMD ["run"]\n');
    expect(advice).toMatchObject({ kind: 'split', line: 3, belowLine: 4, first: 'COPY packages.txt ./' });
    expect(advice?.dockerfile).toBe(
      'FROM base:1\nWORKDIR /app\nCOPY packages.txt ./\nRUN install\nCOPY . .\nCMD ["run"]\n',
    );
    expect(advice?.after).toBeLessThan((advice?.before ?? 0) / 10);
  });

  it('goes below several steps, with config among them', async () => {
    world.runner.script = slow(['/app/packages.txt']);
    const text =
      'FROM base:1\nWORKDIR /app\nCOPY server.js ./\nENV A=1\nCOPY packages.txt ./\nRUN one\nCMD x\n';
    const [advice] = await advise(text);
    expect(advice).toMatchObject({ kind: 'move', line: 3, belowLine: 6, isSwap: false });
  });

  it.each([
    ['reads the file', slow(['/app/server.js'])],
    ['asked whether a file was there that COPY brings', slow(['/app/packages.txt', '/app/server.js'])],
    ['listed the directory', slow(['/app/packages.txt'], ['/app'])],
    ['wrote over the file', slow([], [], { files: { '/app/server.js': 'other' } })],
  ])('is none where the RUN %s', async (_, script) => {
    world.runner.script = script;
    expect(await advise('FROM base:1\nWORKDIR /app\nCOPY server.js /app/\nRUN install\n')).toEqual([]);
  });

  it('is none where it is not known what the RUN looked at', async () => {
    world.runner.script = () => {
      world.time += 3000;
      return {};
    };
    expect(await advise(swappable)).toEqual([]);
  });

  it('is none where a step would mean something else there', async () => {
    world.runner.script = slow(['/app/packages.txt']);
    const moved = 'FROM base:1\nWORKDIR /app\nCOPY server.js ./\nWORKDIR /srv\nRUN install\n';
    expect(await advise(moved)).toEqual([]);
    const variable = 'FROM base:1\nENV D=/a\nCOPY server.js $D/\nENV D=/b\nRUN install\n';
    expect(await advise(variable)).toEqual([]);
  });

  it('is none where users are looked up that the other step makes', async () => {
    world.runner.script = slow([], [], { files: { '/etc/passwd': 'root:x:0:0::/:\napp:x:1:1::/:\n' } });
    expect(await advise('FROM base:1\nCOPY --chown=app server.js /srv/\nRUN adduser\n')).toEqual([]);
  });

  it('is none where hardly anything is saved', async () => {
    world.runner.script = () => ({ observed: { names: [], listed: [] } });
    expect(await advise(swappable)).toEqual([]);
  });
});
