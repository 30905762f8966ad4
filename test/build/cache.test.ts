/** What a second build runs again, what it doesn't, and why it says so. */
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { fileNode, newWorld, treeOf, type World } from './harness.ts';

const dockerfile =
  'FROM base:1\nARG V=1\nCOPY a /a\nRUN one\nARG W=1\nRUN two\nCOPY dir /dir\nLABEL l=1\nRUN three\n';
const files = { a: 'a', 'dir/f': 'f', 'dir/g': 'g' };

let world: World;
beforeEach(async () => {
  world = await newWorld();
  world.runner.script = (command) => ({ files: { [`/${command.replace(/\W/g, '')}`]: command } });
});

const build = (
  text = dockerfile,
  tree: Parameters<typeof treeOf>[0] = files,
  args: Record<string, string> = {},
) => world.build(text, { context: treeOf(tree), buildArgs: new Map(Object.entries(args)) });

/** The steps that ran, by instruction. */
const ran = (): readonly string[] =>
  world.steps
    .filter(({ id, label }) => label !== '' && world.outcomes[id] === 'done')
    .map(({ text }) => text);

describe('a build like the last one', () => {
  it('is all cached, gives the same image, and reads no blob', async () => {
    const first = await build();
    world.restart();
    const second = await build();
    expect(new Set(Object.values(world.outcomes))).toEqual(new Set(['cached']));
    expect(Object.keys(world.outcomes)).toHaveLength(9);
    expect(world.blobs.reads).toBe(0);
    if (first.outcome !== 'finished' || second.outcome !== 'finished') throw new Error('not finished');
    expect(second.summary).toEqual(first.summary);
  });

  it('reads no blob for stages that are copied from either', async () => {
    const text =
      'FROM base:1 AS b\nRUN make\nFROM base:1\nCOPY --from=b /make /m\nRUN --mount=from=b,target=/b x\n';
    await build(text);
    world.restart();
    await build(text);
    expect(new Set(Object.values(world.outcomes))).toEqual(new Set(['cached']));
    expect(world.blobs.reads).toBe(0);
  });

  it('whose list of files was cut off still says that files changed', async () => {
    const many = (last: string) =>
      Object.fromEntries(
        Array.from({ length: 6000 }, (_, n) => [`dir/f${`${n}`.padStart(4, '0')}`, n === 5999 ? last : '']),
      );
    await build(dockerfile, { a: 'a', ...many('1') });
    await build(dockerfile, { a: 'a', ...many('2') });
    const copy = world.steps.find(({ text }) => text === 'COPY dir /dir');
    expect(world.cause(copy?.id ?? '')).toEqual({
      kind: 'files-changed',
      files: [{ path: 'dir', what: 'content' }],
      total: 1,
    });
  });

  it('writes nothing to the cache', async () => {
    await build();
    await build();
    const before = new Map(world.cache.entries);
    await build();
    expect([...world.cache.entries].every(([key, value]) => before.get(key) === value)).toBe(true);
  });
});

describe('what a step says of itself', () => {
  const causeOf = (text: string) => world.cause(world.steps.find((step) => step.text === text)?.id ?? '');

  it('first-time, where nothing is known', async () => {
    await build();
    expect(causeOf('RUN one')).toEqual({ kind: 'first-time' });
    expect(causeOf('LABEL l=1')).toEqual({ kind: 'first-time' });
  });

  it('instruction-changed, with both texts; those after it stand on it', async () => {
    await build();
    await build(dockerfile.replace('RUN one', 'RUN uno'));
    expect(causeOf('RUN uno')).toEqual({ kind: 'instruction-changed', before: 'RUN one', after: 'RUN uno' });
    expect(causeOf('RUN two')).toEqual({ kind: 'parent-changed', step: '0/3', label: '[3/6] RUN uno' });
    expect(causeOf('COPY a /a')).toEqual({ kind: 'hit' });
  });

  it('parent-changed for what only notes something, too', async () => {
    await build();
    await build(dockerfile.replace('RUN two', 'RUN zwei'));
    expect(causeOf('LABEL l=1')).toMatchObject({ kind: 'parent-changed', label: '[5/6] COPY dir /dir' });
    expect(causeOf('ARG W=1')).toEqual({ kind: 'hit' });
  });

  it('first-time for a step that was put in between, and the others are still themselves', async () => {
    await build();
    await build(dockerfile.replace('RUN two', 'RUN new\nRUN two'));
    expect(causeOf('RUN new')).toEqual({ kind: 'first-time' });
    expect(causeOf('RUN two')).toMatchObject({ kind: 'parent-changed', label: '[4/7] RUN new' });
  });

  it('files-changed, and how', async () => {
    await build();
    await build(dockerfile, { a: 'a', 'dir/f': 'F', 'dir/h': 'h' });
    expect(causeOf('COPY dir /dir')).toEqual({
      kind: 'files-changed',
      files: [
        { path: 'dir/f', what: 'content', before: expect.stringMatching(/^sha256:/) },
        { path: 'dir/h', what: 'added' },
        { path: 'dir/g', what: 'removed' },
      ],
      total: 3,
    });
    await build(dockerfile, { a: fileNode('a', { mode: 0o600 }), 'dir/f': 'F', 'dir/h': 'h' });
    expect(causeOf('COPY a /a')).toMatchObject({ files: [{ path: 'a', what: 'mode' }] });
  });

  describe('hit on a context that changed, with why that did not matter:', () => {
    const small = 'FROM base:1\nCOPY a /a\nRUN --mount=target=/c,source=dir one\nCOPY dir/f /f\n';
    const ignored = (text: string) => {
      const cause = causeOf(text);
      return cause?.kind === 'hit' ? cause.ignored : undefined;
    };

    it('a file that no step copies', async () => {
      await build(small, { ...files, notes: '1' });
      await build(small, { ...files, notes: '22', more: 'x' });
      const said = ['more: not copied by any step', 'notes: not copied by any step'];
      expect([...(ignored('COPY a /a') ?? [])].sort()).toEqual(said);
      expect([...(ignored('COPY dir/f /f') ?? [])].sort()).toEqual(said);
      await build(small, { ...files, more: 'x' });
      expect(ignored('COPY a /a')).toEqual(['notes: not copied by any step']);
      await build(small, { ...files, more: 'x' });
      expect(ignored('COPY a /a')).toBeUndefined();
    });

    it('a file that only another step copies', async () => {
      await build(small);
      await build(small, { ...files, 'dir/g': 'longer' });
      expect(ignored('COPY a /a')).toEqual(['dir/g: not copied by this step']);
      expect(causeOf('RUN --mount=target=/c,source=dir one')).toMatchObject({ kind: 'files-changed' });
    });

    it('the mode of a directory that is named itself', async () => {
      const tree = treeOf(files);
      await world.build(dockerfile, { context: tree });
      const directory = tree.root.entries.get('dir');
      if (directory?.type !== 'directory') throw new Error('no directory');
      const entries = new Map([...tree.root.entries, ['dir', { ...directory, mode: 0o700 }] as const]);
      await world.build(dockerfile, { context: { ...tree, root: { ...tree.root, entries } } });
      expect(ignored('COPY dir /dir')).toEqual(['dir: the directory itself is not copied']);
    });

    it('many are counted', async () => {
      const many = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`n${n}`, `${n}`]));
      await build(small);
      await build(small, { ...files, ...many });
      expect(ignored('COPY a /a')).toHaveLength(11);
      expect(ignored('COPY a /a')?.at(-1)).toBe('5 more like these');
    });

    it('a build that failed forgets nothing', async () => {
      await build(small);
      await build(`${small}COPY nowhere /\n`, { ...files, notes: '1' });
      await build(small, { ...files, notes: '1' });
      expect(ignored('COPY a /a')).toEqual(['notes: not copied by any step']);
    });
  });

  it('hit for a file that only got a new time, and says that it did not matter', async () => {
    await build();
    await build(dockerfile, { ...files, a: fileNode('a', { mtime: 1_650_000_000 }) });
    expect(causeOf('COPY a /a')).toEqual({ kind: 'hit', ignored: ['a: mtime only'] });
    expect(ran()).toEqual([]);
  });

  it('build-arg-changed for the steps below the ARG, used or not', async () => {
    await build();
    await build(dockerfile, files, { W: '2' });
    expect(causeOf('ARG W=1')).toEqual({ kind: 'build-arg-changed', name: 'W', before: '1', after: '2' });
    expect(causeOf('RUN one')).toEqual({ kind: 'hit' });
    expect(causeOf('RUN two')).toEqual({ kind: 'build-arg-changed', name: 'W', before: '1', after: '2' });
    expect(ran()).toEqual(['RUN two', 'COPY dir /dir', 'RUN three']);
  });

  it('nothing of a build arg that no ARG declares', async () => {
    await build();
    await build(dockerfile, files, { OTHER: 'x' });
    expect(ran()).toEqual([]);
  });

  it('environment-changed for ENV, not for LABEL, EXPOSE and VOLUME', async () => {
    await build();
    await build(dockerfile.replace('LABEL l=1', 'LABEL l=2\nEXPOSE 1\nVOLUME /v'));
    expect(ran()).toEqual([]);
    await build(dockerfile.replace('LABEL l=1', 'ENV X=1'));
    expect(causeOf('RUN three')).toEqual({ kind: 'environment-changed', name: 'X', after: '1' });
  });

  it('the changed USER or WORKDIR where only that is new', async () => {
    await build();
    await build(dockerfile.replace('LABEL l=1', 'USER app'));
    expect(causeOf('RUN three')).toEqual({
      kind: 'instruction-changed',
      before: 'USER root',
      after: 'USER app',
    });
  });

  it('base-image-changed for FROM, and parent-changed for what stands on it', async () => {
    await build();
    const before = world.images.get('base:1')?.configDigest;
    await world.image('base:1', {}, { 'bin/sh': 'newer' });
    await build();
    const after = world.images.get('base:1')?.configDigest;
    expect(causeOf('FROM base:1')).toEqual({ kind: 'base-image-changed', before, after });
    expect(causeOf('COPY a /a')).toMatchObject({ kind: 'parent-changed', step: '0/0' });
  });

  it('cache-disabled with noCache', async () => {
    await build();
    await world.build(dockerfile, { context: treeOf(files), noCache: true });
    expect(causeOf('RUN one')).toEqual({ kind: 'cache-disabled' });
    expect(ran()).toHaveLength(5);
  });

  describe('with some stages only that don’t use the cache', () => {
    const stages =
      'FROM base:1 AS a\nRUN one\nFROM a AS b\nRUN two\nFROM base:1 AS c\nRUN three\nCOPY --from=a /one /x\nRUN four\nFROM b\nCOPY --from=c /x /y\nRUN five\n';
    it.each([
      [['A'], ['RUN one', 'RUN two', 'COPY --from=c /x /y', 'RUN five']],
      [['b'], ['RUN two', 'COPY --from=c /x /y', 'RUN five']],
      [
        ['b', 'c'],
        ['RUN two', 'RUN three', 'COPY --from=a /one /x', 'RUN four', 'COPY --from=c /x /y', 'RUN five'],
      ],
      [['stage-3', 'nope'], []],
    ])('%j: runs again what Docker does', async (noCacheStages, again) => {
      await world.build(stages);
      await world.build(stages, { noCacheStages });
      expect(ran()).toEqual(again);
    });

    it('says of the stage itself that the cache is off, and of those above what they stand on', async () => {
      await world.build(stages);
      await world.build(stages, { noCacheStages: ['a'] });
      expect(causeOf('RUN one')).toEqual({ kind: 'cache-disabled' });
      expect(causeOf('RUN two')).toMatchObject({ kind: 'parent-changed', step: '0/1' });
    });
  });

  it('cache-lost when the layer was deleted', async () => {
    const outcome = await build();
    if (outcome.outcome !== 'finished') throw new Error('not finished');
    const digest = outcome.image.layers[2]?.digest ?? 'sha256:';
    await world.blobs.delete(digest);
    await build();
    expect(causeOf('RUN one')).toEqual({
      kind: 'cache-lost',
      detail: `the layer ${digest} is no longer stored`,
    });
    expect(await world.blobs.has(digest)).toBe(true);
  });

  it('files-changed for what another stage made', async () => {
    const text = (made: string) => `FROM base:1 AS b\nRUN ${made}\nFROM base:1\nCOPY --from=b /made /m\n`;
    world.runner.script = (command) => ({
      files: { '/made': command === 'x' || command === 'y' ? 'same' : 'new' },
    });
    await build(text('x'));
    await build(text('y'));
    expect(causeOf('COPY --from=b /made /m')).toEqual({ kind: 'hit' });
    await build(text('z'));
    expect(causeOf('COPY --from=b /made /m')).toMatchObject({
      kind: 'files-changed',
      files: [{ path: 'made', what: 'content', before: expect.stringMatching(/^sha256:/) }],
    });
  });
});

describe('keys', () => {
  it('are of what is copied, not of how it is written', async () => {
    await build();
    await build(dockerfile.replace('COPY a /a', 'COPY   ./a   //a'));
    expect(ran()).toEqual([]);
    await build(dockerfile.replace('RUN three', 'RUN ["/bin/sh","-c","three"]'));
    expect(ran()).toEqual([]);
    await build(dockerfile.replace('COPY a /a', 'ADD a /a'));
    expect(ran()).toHaveLength(5);
  });

  it('find a step again after a change was taken back', async () => {
    await build();
    await build(dockerfile.replace('RUN one', 'RUN uno'));
    await build();
    expect(ran()).toEqual([]);
  });

  it('and texts that are very long are still told apart', async () => {
    const long = (end: string) => `FROM base:1\nRUN echo ${'x'.repeat(50_000)}${end}\n`;
    await build(long('1'));
    await build(long('2'));
    const cause = world.cause('0/1');
    expect(cause?.kind).toBe('instruction-changed');
    expect(JSON.stringify(cause).length).toBeLessThan(20_000);
    expect(ran()).toHaveLength(1);
  });

  it('do not trust records of another shape', async () => {
    await build();
    for (const key of world.cache.entries.keys()) world.cache.entries.set(key, { version: 1, layer: 'x' });
    const outcome = await build();
    expect(outcome.outcome).toBe('finished');
    expect(ran()).toHaveLength(6);
  });
});

describe('COPY --link over a step that changed', () => {
  const linked = 'FROM base:1\nCOPY a /a\nCOPY --link b /b\nRUN seen\n';

  it('keeps its layer, and what stands on it runs on the new files', async () => {
    world.runner.script = (_, { root }) => {
      const a = nodeAt(root, '/a');
      return { files: { '/seen': a?.type === 'file' ? new TextDecoder().decode(a.content) : 'none' } };
    };
    const first = await build(linked, { a: '1', b: 'b' });
    const second = await build(linked, { a: '2', b: 'b' });
    expect(ran()).toEqual(['COPY a /a', 'COPY --link b /b', 'RUN seen']);
    expect(world.cause('0/2')).toEqual({ kind: 'merged', step: '0/1', label: '[2/4] COPY a /a' });
    expect(world.cause('0/3')).toMatchObject({ kind: 'parent-changed', step: '0/2' });
    if (first.outcome !== 'finished' || second.outcome !== 'finished') throw new Error('not finished');
    const [before, after] = [first, second].map(({ image }) => image.layers.map(({ digest }) => digest));
    expect(after?.at(-2)).toBe(before?.at(-2));
    expect(after?.at(-1)).not.toBe(before?.at(-1));
    await build(linked, { a: '1', b: 'b' });
    expect(ran()).toEqual([]);
  });

  it('stands on nothing from scratch, and is cached there', async () => {
    const bare = 'FROM scratch\nCOPY --link b /b\nCOPY a /a\n';
    await build(bare, { a: '1', b: 'b' });
    await build(bare, { a: '2', b: 'b' });
    expect(ran()).toEqual(['COPY a /a']);
  });
});
