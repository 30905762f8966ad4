import { describe, expect, it } from 'vitest';
import { emptyTree, type FileNode, type Tree } from '../../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../../src/filesystem/tree-builder.ts';
import { baseTree, contextOf, recordedLayers, replayStage, stagesOf } from './replay.ts';

function stage(name: string, index: number) {
  const found = stagesOf(name)[index];
  if (found === undefined) throw new Error(`no stage ${index}`);
  return found;
}

describe('COPY, ADD and WORKDIR give the layers of Docker 28.5.2', () => {
  it.each([
    ['01-copy-wildcards', 11],
    ['02-copy-dirs', 19],
    ['03-dockerignore', 3],
    ['07-add-tar', 14],
    ['08-chown-chmod', 13],
    ['09-whiteouts', 7],
    ['10-symlink-dest', 17],
    ['14-heredoc', 6],
  ])('%s', async (name, steps) => {
    const replayed = await replayStage({
      stage: stage(name, 0),
      base: baseTree(),
      context: contextOf(name),
      layers: recordedLayers(name),
    });
    for (const step of replayed.steps) {
      expect(step.ours, step.text).toEqual(step.recorded);
      expect(step.sameBytes, step.text).toBe(true);
    }
    expect(replayed.steps).toHaveLength(steps);
  });

  it('06-workdir, through its three stages', async () => {
    const name = '06-workdir';
    const context = contextOf(name);
    const layers = recordedLayers(name, '-w');
    const w = await replayStage({ stage: stage(name, 0), base: baseTree(), context, layers });
    const s = await replayStage({ stage: stage(name, 1), base: emptyTree, context, layers: undefined });
    const from = new Map([
      ['0', w.tree],
      ['s', s.tree],
    ]);
    const last = await replayStage({
      stage: stage(name, 2),
      base: baseTree(),
      context,
      layers: recordedLayers(name),
      from,
    });
    for (const step of [...w.steps, ...last.steps]) {
      expect(step.ours, step.text).toEqual(step.recorded);
      expect(step.sameBytes, step.text).toBe(true);
    }
    expect(w.steps).toHaveLength(11);
    expect(last.steps).toHaveLength(4);
  });

  it('04-multistage: hard links, owners and link sources of other stages', async () => {
    const name = '04-multistage';
    const context = contextOf(name);
    const builder = builderStage();
    const second = await replayStage({ stage: stage(name, 1), base: builder, context, layers: undefined });
    const files = await replayStage({ stage: stage(name, 3), base: emptyTree, context, layers: undefined });
    const from = new Map([
      ['builder', builder],
      ['0', builder],
      ['1', second.tree],
      ['second', second.tree],
      ['files', files.tree],
      ['spike/base:1', baseTree()],
    ]);
    const { steps } = await replayStage({
      stage: stage(name, 4),
      base: baseTree(),
      context,
      layers: recordedLayers(name),
      from,
    });
    for (const step of steps) {
      expect(step.ours, step.text).toEqual(step.recorded);
      expect(step.sameBytes, step.text).toBe(true);
    }
    expect(steps).toHaveLength(9);
  });
});

/** What the first stage of 04-multistage makes with a RUN. */
function builderStage(): Tree {
  const mtime = 1_790_000_000_000_000_000n;
  const tree = new TreeBuilder(baseTree());
  const file = (text: string, attributes: Partial<FileNode>): FileNode => ({
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime,
    links: 1,
    content: new TextEncoder().encode(text),
    ...attributes,
  });
  tree.putDirectory('/out', { mode: 0o755, uid: 0, gid: 0, mtime });
  tree.put('/out/bin', file('built\n', { mode: 0o4755, uid: 1000, gid: 50 }));
  tree.link('/out/hard', '/out/bin');
  tree.put('/out/ln', { type: 'symlink', mode: 0o777, uid: 0, gid: 0, mtime, target: 'bin', links: 1 });
  tree.putDirectory('/out/sub', { mode: 0o700, uid: 65534, gid: 65534, mtime });
  tree.put('/out/sub/x', file('x\n', {}));
  return tree.finish();
}
