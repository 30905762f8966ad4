/** One pull as a build does it: resolve, fetch the layers into the store, and the tree that they make. */
import { walk } from '../../../src/filesystem/lookup.ts';
import type { BlobStore } from '../../../src/image/blob-store.ts';
import { SnapshotCache } from '../../../src/image/snapshot.ts';
import { RegistryClient } from '../../../src/registry/distribution/registry-client.ts';
import { Puller } from '../../../src/registry/pull.ts';
import { PulledRecords, type Records } from '../../../src/registry/pulled-records.ts';
import { parseReference } from '../../../src/registry/reference.ts';

export interface PullFigures {
  /** Milliseconds until the layers are in the store, and until their tree is there. */
  readonly stored: number;
  readonly unpacked: number;
  readonly files: number;
}

export async function pullOnce(name: string, store: BlobStore, records: Records): Promise<PullFigures> {
  const snapshots = new SnapshotCache(store);
  const puller = new Puller({
    client: new RegistryClient({ fetch: (url, init) => fetch(url, init) }),
    store,
    records: new PulledRecords(records),
    snapshots,
    platform: { os: 'linux', architecture: 'amd64' },
  });
  const start = performance.now();
  const image = await puller.load(await puller.resolve(parseReference(name)));
  const stored = performance.now() - start;
  const tree = await snapshots.load(image.layers.map(({ digest }) => digest));
  const unpacked = performance.now() - start;
  let files = 0;
  for (const { node } of walk(tree.root)) if (node.type === 'file') files++;
  return { stored, unpacked, files };
}
