/** Small Dockerfiles, most of them wrong: the engine says what Docker 28.5.2 said, and what to do besides. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseIgnoreFile } from '../../src/dockerfile/ignore.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { RunStartError } from '../../src/sandbox/run-request.ts';
import { parseEdge, parseErrors, plainError, type Recorded } from '../conformance/errors/recording.ts';
import { newWorld, treeOf, World } from './harness.ts';

const recording = (name: string): string =>
  readFileSync(new URL(`../conformance/errors/${name}`, import.meta.url), 'utf8');

/** What the commands of the recording do, as far as the errors after them need it. */
function play(world: World): void {
  world.runner.script = (command, { root, argv }) => {
    const exit = /^exit (\d+)$/.exec(command)?.[1];
    if (exit !== undefined) return { exitCode: Number(exit) };
    if (argv[0] === 'nope' || root.root.entries.get('bin') === undefined) {
      throw new RunStartError(`exec: "${argv[0]}": executable file not found in $PATH`, 127);
    }
    const link = { type: 'symlink', mode: 0o777, uid: 0, gid: 0, mtime: 0n, links: 1 } as const;
    return {
      edit: (builder) => {
        if (command.includes('ln -s /r /t/sub')) builder.put('/t/sub', { ...link, target: '/r' });
        if (command.includes('/t/esc/z')) builder.put('/t/esc/z/x', treeOf({}).root);
        if (command.includes('/t/sub/q/z')) builder.put('/t/sub/q/z/x', treeOf({}).root);
      },
    };
  };
}

/** `sl` is a directory in one of the recordings, and not there in the other. */
function context(edge: boolean) {
  const files = { a: 'a\n', b: 'b\n', 'dir/f': 'f\n', ...(edge ? { 'sl/sub/q': 'q\n' } : {}) };
  const builder = new TreeBuilder(treeOf(files));
  builder.putDirectory('/empty', { mode: 0o755, uid: 0, gid: 0, mtime: 0n });
  const target = '../outside';
  builder.put('/esc', { type: 'symlink', target, mode: 0o777, uid: 0, gid: 0, mtime: 0n, links: 1 });
  return builder.finish();
}

const withoutPrefix = (sentence: string): string =>
  plainError(sentence.replace(/^failed to build: (?:failed to solve: )?/, ''));

/** What `--target` was. */
const targets: Readonly<Record<string, string>> = {
  'target missing': 'nope',
  'stage used before definition': 'a',
};

async function check({ title, dockerfile, error, warningCount, warnings }: Recorded, edge: boolean) {
  const world = await newWorld();
  const base = world.images.get('base:1');
  if (base === undefined) throw new Error('no base');
  world.images.set('spike/base:1', base);
  play(world);
  const outcome = await world.build(dockerfile, {
    context: context(edge),
    ignore: parseIgnoreFile('ig\n'),
    ...(targets[title] === undefined ? {} : { target: targets[title] }),
  });
  if (error === undefined) {
    expect(outcome).toMatchObject({ outcome: 'finished' });
  } else {
    if (outcome.outcome !== 'failed') throw new Error(`the build ${outcome.outcome}`);
    expect(plainError(outcome.problems[0]?.message ?? '')).toBe(withoutPrefix(error));
    expect(outcome.problems[0]?.explanation.length).toBeGreaterThan(20);
    return;
  }
  const planned = world.events.find((event) => event.type === 'planned');
  const said = planned?.type === 'planned' ? planned.warnings : [];
  if (warningCount !== undefined) expect(said).toHaveLength(warningCount);
  const lines = said.map(({ code, message, range }) => `${code}: ${message} (line ${range?.start.line})`);
  for (const warning of warnings) expect(lines).toContain(warning);
}

/** The daemon of the recording could not keep an image without layers; we can. */
const withoutLayers = new Set(['scratch with only ENV', 'scratch only']);

describe('the engine says what Docker says of', () => {
  it.each(parseErrors(recording('errors.txt')))('$title', (recorded) => check(recorded, false));
  it.each(parseEdge(recording('edge.txt')).filter(({ title }) => !withoutLayers.has(title)))(
    '$title (edge)',
    (recorded) => check(recorded, true),
  );
});

describe('the network of the machine', () => {
  it('is not to be had, as in Docker without --allow', async () => {
    const world = new World();
    await world.image('base:1');
    const outcome = await world.build('FROM base:1\nRUN first\nRUN --network=host true\n');
    expect(outcome).toMatchObject({
      outcome: 'failed',
      problems: [
        { message: 'failed to load LLB: network.host is not allowed', range: { start: { line: 3 } } },
      ],
    });
    expect(world.runner.commands).toEqual([]);
    expect((await world.build('FROM base:1\nRUN --network=none true\n')).outcome).toBe('finished');
  });
});

describe('an image that is not here', () => {
  it('fails at its FROM, after the plan was told', async () => {
    const world = new World();
    const outcome = await world.build('FROM nowhere:9\nRUN x\n');
    expect(outcome).toMatchObject({
      outcome: 'failed',
      problems: [
        {
          code: 'base-image-unavailable',
          message:
            'nowhere:9: failed to resolve source metadata for docker.io/library/nowhere:9: docker.io/library/nowhere:9: not found',
          step: '0/0',
          range: { start: { line: 1 } },
        },
      ],
    });
    expect(world.events.map(({ type }) => type)).toEqual([
      'planned',
      'step-started',
      'step-failed',
      'build-failed',
    ]);
  });

  it('of a stage that is not needed does not matter', async () => {
    const world = await newWorld();
    expect((await world.build('FROM nowhere:9\nFROM base:1\n')).outcome).toBe('finished');
  });

  it('names what could be taken instead', async () => {
    const world = new World();
    await world.image('node:22');
    await world.image('alpine:3');
    const explain = async (name: string) => {
      const outcome = await world.build(`FROM ${name}\n`);
      return outcome.outcome === 'failed' ? outcome.problems[0]?.explanation : '';
    };
    expect(await explain('me/node:18')).toContain('Take one of node:22, or');
    expect(await explain('rust')).toContain('Take one of node:22, alpine:3, or');
  });

  it('may stand for a whole stage of the Dockerfile', async () => {
    const world = await newWorld();
    const outcome = await world.build(
      'FROM nowhere:9 AS tools\nRUN false\nFROM base:1\nCOPY --from=tools /f /f\n',
      {
        namedContext: (name) => (name === 'tools' ? { kind: 'tree', tree: treeOf({ f: 'F' }) } : undefined),
      },
    );
    expect(outcome.outcome).toBe('finished');
    expect(world.runner.commands).toEqual([]);
  });

  it('may be given as a named context of files or of an image', async () => {
    const world = await newWorld();
    const base = await world.images.get('base:1')?.load();
    if (base === undefined) throw new Error('no base');
    const { image } = base;
    const outcome = await world.build(
      'FROM mine\nCOPY --from=extra f /f\nFROM extra\nCOPY --from=0 /f /g\n',
      {
        namedContext: (name) =>
          name === 'mine'
            ? { kind: 'image', image }
            : name === 'extra'
              ? { kind: 'tree', tree: treeOf({ f: 'F' }) }
              : undefined,
      },
    );
    if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome));
    const tree = await world.snapshots.load(outcome.image.layers.map(({ digest }) => digest));
    expect([...tree.root.entries.keys()].sort()).toEqual(['f', 'g']);
  });
});
