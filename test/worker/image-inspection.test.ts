import { describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree, type FileNode, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type Layer, makeImage } from '../../src/image/image.ts';
import { marshalImageConfig } from '../../src/image/image-config.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { FinishedSteps } from '../../src/worker/finished-steps.ts';
import { ImageInspection } from '../../src/worker/image-inspection.ts';
import type { FinishedStep } from '../../src/worker/messages.ts';

const file = (text: string, mode = 0o644): FileNode => ({
  type: 'file',
  mode,
  uid: 0,
  gid: 0,
  mtime: 1_700_000_000_000_000_000n,
  content: new TextEncoder().encode(text),
  links: 1,
});

const changes: readonly ((builder: TreeBuilder) => void)[] = [
  // FROM
  (builder) => {
    builder.put('/etc/motd', file('hello\n'));
    builder.put('/etc/link', { ...file(''), type: 'symlink', target: 'motd' } as never);
    builder.put('/var/cache/big', file('x'.repeat(1000)));
  },
  // RUN
  (builder) => {
    builder.put('/etc/motd', file('goodbye\n'));
    builder.remove('/var/cache');
  },
  // COPY
  (builder) => builder.put('/app/main', file('main', 0o755)),
];

/** FROM, RUN, ENV and COPY in stage 1, whose image is finished and called app. */
async function inspected() {
  const blobs = new MemoryBlobStore();
  const layers: Layer[] = [];
  let tree: Tree = emptyTree;
  for (const change of changes) {
    const builder = new TreeBuilder(tree);
    change(builder);
    layers.push(await blobs.put(writeLayer(diff(tree, builder.finish()))));
    tree = builder.finish();
  }
  const snapshots = new SnapshotCache(blobs);
  const configOf = (count: number) => ({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/app/main'] },
    rootfs: { type: 'layers' as const, diff_ids: layers.slice(0, count).map(({ digest }) => digest) },
    history: [
      { created_by: 'ADD rootfs.tar /', created: '2023-11-14T22:13:20Z' },
      { created_by: 'RUN change', created: '2023-11-14T22:13:20Z' },
      { created_by: 'ENV A=b', empty_layer: true, created: '2023-11-14T22:13:20Z' },
      { created_by: 'COPY main /app/ # buildkit', created: '2023-11-14T22:13:20Z' },
    ],
  });
  const step = (id: string, count: number, inherited: number): FinishedStep => ({
    id,
    config: marshalImageConfig(configOf(count)),
    layers: layers.slice(0, count),
    inherited,
  });
  const steps = new FinishedSteps(snapshots, [
    step('0/0', 1, 0),
    step('1/0', 1, 0),
    step('1/1', 2, 1),
    step('1/2', 2, 2),
    step('1/3', 3, 2),
  ]);
  const image = await makeImage(configOf(3), layers);
  const finished = { image, names: ['team/app:1', 'app'], time: 1_700_000_000_000 };
  return { inspection: new ImageInspection(steps, { blobs, snapshots }, () => finished), image, layers };
}

describe('an image of the last build', () => {
  it('is described with the step and the command of each layer', async () => {
    const { inspection, image, layers } = await inspected();
    const described = await inspection.inspectImage('finished');
    expect(described.id).toBe(image.configDigest);
    expect(described.names).toEqual(['team/app:1', 'app:latest']);
    expect(described.namedAt).toBe('2023-11-14T22:13:20Z');
    expect(JSON.parse(described.manifest).layers).toHaveLength(3);
    expect(described.layers.map(({ createdBy, step, origin }) => [createdBy, step, origin])).toEqual([
      ['ADD rootfs.tar /', '0/0', 'base'],
      ['RUN change', '1/1', 'built'],
      ['COPY main /app/ # buildkit', '1/3', 'built'],
    ]);
    expect(described.layers[0]?.size).toBe(layers[0]?.size);
    expect(described.history.map(({ layer }) => layer)).toEqual([0, 1, undefined, 2]);
  });

  it('names the step of its own stage where two stages have the same base', async () => {
    const { inspection } = await inspected();
    expect((await inspection.inspectImage('1/1')).layers[0]?.step).toBe('1/0');
  });

  it('is audited: sizes as Docker counts them, changes, and what is wasted', async () => {
    const { inspection } = await inspected();
    const { layers, waste } = await inspection.auditImage('finished');
    expect(layers).toEqual([
      { dockerSize: 6 + 'motd'.length + 1000, added: 6, changed: 0, deleted: 0 },
      { dockerSize: 8, added: 0, changed: 1, deleted: 1 },
      { dockerSize: 4, added: 2, changed: 0, deleted: 0 },
    ]);
    expect(waste).toMatchObject({ count: 2, bytes: 1006, totalBytes: 1018, diveBytes: 14 });
    expect(waste.files[0]).toEqual({
      path: '/var/cache/big',
      size: 1000,
      layer: 0,
      hiddenBy: 1,
      how: 'deleted',
    });
    expect(waste.score).toBeCloseTo((6 + 1000 + 1000 + 4) / (14 + 1000 + 1000 + 4), 12);
  });

  it('lists what a layer did, with all below a deleted directory', async () => {
    const { inspection } = await inspected();
    const rows = await inspection.layerFiles('finished', 1, 'layer');
    expect(rows.map(({ path, change, size }) => [path, change, size])).toEqual([
      ['/etc', 'unchanged', 0],
      ['/etc/motd', 'changed', 8],
      ['/var', 'unchanged', 0],
      ['/var/cache', 'deleted', 0],
      ['/var/cache/big', 'deleted', 1000],
    ]);
  });

  it('lists the whole filesystem after a layer, marked with what the layer did', async () => {
    const { inspection } = await inspected();
    const rows = await inspection.layerFiles('finished', 1, 'filesystem');
    expect(rows.map(({ path, change }) => [path, change])).toEqual([
      ['/etc', undefined],
      ['/etc/link', undefined],
      ['/etc/motd', 'changed'],
      ['/var', undefined],
      ['/var/cache', 'deleted'],
      ['/var/cache/big', 'deleted'],
    ]);
  });

  it('has a file’s content in every layer, and what each layer did to it', async () => {
    const { inspection } = await inspected();
    const text = async (layer: number) =>
      new TextDecoder().decode((await inspection.layerFile('finished', layer, '/etc/link', 100)).content);
    expect([await text(0), await text(2)]).toEqual(['hello\n', 'goodbye\n']);
    const versions = await inspection.pathVersions('finished', '/etc/motd');
    expect(versions.map(({ layer, what, entry }) => [layer, what, entry?.size])).toEqual([
      [0, 'added', 6],
      [1, 'content', 8],
    ]);
    expect((await inspection.pathVersions('finished', '/var/cache/big')).at(-1)).toEqual({
      layer: 1,
      what: 'deleted',
    });
  });

  it('says what is not there', async () => {
    const { inspection } = await inspected();
    await expect(inspection.layerFiles('finished', 3, 'layer')).rejects.toThrow(
      /3 layers; there is no layer 4/,
    );
    await expect(inspection.inspectImage('9/9')).rejects.toThrow(/Build again/);
    await expect(inspection.layerFile('finished', 0, '/app/main', 1)).rejects.toThrow(/no such file/);
  });
});
