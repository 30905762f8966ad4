/** Opening a layer of 50,000 files, piece by piece: what the worker lists, what goes to the page, what the page makes of it. */

import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { layerPieces } from '../../src/image/layer-writer.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { changeKinds, fileRows, fileTree } from '../../src/ui/model/file-tree.ts';
import { sizeMap } from '../../src/ui/model/size-map.ts';
import { packEntries, unpackEntries } from '../../src/worker/entry-table.ts';
import { layerEntries, markedEntries } from '../../src/worker/filesystem-view.ts';
import { readLayers } from '../../src/worker/layer-audit.ts';
import { medianTime } from './median.ts';

const times = 9;

export async function run(): Promise<void> {
  const builder = new TreeBuilder(emptyTree);
  for (let directory = 0; directory < 500; directory++) {
    for (let file = 0; file < 100; file++) {
      const content = new Uint8Array((directory * 7919 + file * 104_729) % 4000);
      const node = { type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0n, content, links: 1 } as const;
      builder.put(`/app/node_modules/package-${directory}/file-${file}.js`, node);
    }
  }
  const tree = builder.finish();
  const blobs = new MemoryBlobStore();
  const layer = await blobs.put(await joined(layerPieces(diff(emptyTree, tree))));
  const snapshots = new SnapshotCache(blobs);
  await snapshots.load([layer.digest]);
  const entries = layerEntries(emptyTree, tree);
  const table = packEntries(entries);
  const root = fileTree(entries);
  const query = { text: '', kinds: new Set(changeKinds), order: 'name' } as const;

  await print('worker: what the layer changed', () => layerEntries(emptyTree, tree));
  await print('worker: the whole filesystem, marked', () => markedEntries(emptyTree, tree));
  await print('to the page, as objects (one clone)', () => structuredClone(entries));
  await print('to the page, as a table (pack, clone, unpack)', () =>
    unpackEntries(structuredClone(packEntries(entries))),
  );
  await print('of that, the clone alone', () => structuredClone(table));
  await print('page: the tree with its sums', () => fileTree(entries));
  await print('page: rows, all directories closed', () => fileRows(root, { ...query, isOpen: () => false }));
  await print('page: rows, all directories open', () => fileRows(root, { ...query, isOpen: () => true }));
  await print('page: rows of a filter', () =>
    fileRows(root, { ...query, text: 'file-7', isOpen: () => true }),
  );
  await print('page: map of sizes', () => sizeMap(root, 1000, 700));
  await print('worker: audit of the image (waste, sizes)', () =>
    readLayers([layer], ['built'], { blobs, snapshots }),
  );
}

async function joined(pieces: Iterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(
    await new Blob([...pieces].map((piece) => piece as Uint8Array<ArrayBuffer>)).arrayBuffer(),
  );
}

async function print(name: string, work: () => unknown): Promise<void> {
  const taken = await medianTime(times, work);
  console.log(`${name.padEnd(52)}${taken.toFixed(1).padStart(9)} ms`);
}
