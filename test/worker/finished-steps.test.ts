import { describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree, type FileNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { FinishedSteps } from '../../src/worker/finished-steps.ts';

const file = (text: string): FileNode => ({
  type: 'file',
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtime: 0n,
  content: new TextEncoder().encode(text),
  links: 1,
});

/** Two steps: one that made /bin/app, one that set a command. Only their layers and configs are kept. */
async function lastBuild() {
  const blobs = new MemoryBlobStore();
  const builder = new TreeBuilder(emptyTree);
  builder.put('/base', file('base'));
  const base = builder.finish();
  builder.put('/bin/app', file('hello'));
  builder.put('/bin/link', { ...file(''), type: 'symlink', target: '/bin/app' } as never);
  const after = builder.finish();
  const layers = [
    await blobs.put(writeLayer(diff(emptyTree, base))),
    await blobs.put(writeLayer(diff(base, after))),
  ];
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/bin/app'] },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: [
      { created_by: 'base', created: '2026-01-01T00:00:00Z' },
      { created_by: 'CMD', empty_layer: true, comment: 'buildkit.dockerfile.v0' },
      { created_by: 'COPY' },
    ],
  });
  const steps = new FinishedSteps(new SnapshotCache(blobs), [
    { id: '0/1', config, layers, inherited: 1 },
    { id: '0/2', config, layers, inherited: 2 },
  ]);
  return { steps, layers, config, blobs };
}

describe('the finished steps of the last build', () => {
  it('show what a step added, from kept layers alone', async () => {
    const { steps } = await lastBuild();
    expect((await steps.layer('0/1')).map(({ path, change }) => [path, change])).toEqual([
      ['/bin', 'added'],
      ['/bin/app', 'added'],
      ['/bin/link', 'added'],
    ]);
    expect(await steps.layer('0/2')).toEqual([]);
  });

  it('show the whole filesystem after a step', async () => {
    const { steps } = await lastBuild();
    expect((await steps.filesystem('0/2')).map(({ path }) => path)).toEqual([
      '/base',
      '/bin',
      '/bin/app',
      '/bin/link',
    ]);
  });

  it('give a file, through links, no more of it than asked for', async () => {
    const { steps } = await lastBuild();
    const { content, size } = await steps.file('0/1', '/bin/link', 4);
    expect([new TextDecoder().decode(content), size]).toEqual(['hell', 5]);
  });

  it('give the image as it is after a step, its config as it is stored', async () => {
    const { steps, config, layers } = await lastBuild();
    const image = await steps.imageAfter('0/1');
    expect(new TextDecoder().decode(image.configBytes)).toBe(config);
    expect(image.layers).toEqual(layers);
    expect(image.config.history).toHaveLength(3);
  });

  it('say what is not there', async () => {
    const { steps, blobs, layers } = await lastBuild();
    await expect(steps.layer('7/7')).rejects.toThrow(/Step 7\/7 has no result.*Build again/);
    await expect(steps.file('0/1', '/nowhere', 10)).rejects.toThrow(/no such file/);
    await expect(steps.file('0/1', '/bin', 10)).rejects.toThrow(/is a directory/);
    for (const { digest } of layers) await blobs.delete(digest);
    const forgotten = new FinishedSteps(new SnapshotCache(blobs), [
      { id: '0/1', config: '{}', layers, inherited: 0 },
    ]);
    await expect(forgotten.filesystem('0/1')).rejects.toThrow(/not in the store.*Build or pull/);
  });
});
