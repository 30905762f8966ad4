/** What is kept in IndexedDB, and forgetting it: what goes is decided and removed in one transaction. */

import type { IDBPTransaction, StoreNames } from 'idb';
import { isDigest } from '../image/digest.ts';
import type { BlobFiles } from './blob-files.ts';
import { deleteBlob, spaceRange, writing } from './blob-rows.ts';
import type { BlobHolds } from './holds.ts';
import { parseKeptImage } from './image-shelf.ts';
import {
  cacheCollection,
  diskUsage,
  type Inventory,
  imageCollection,
  lastingCollections,
  type NotedRecord,
  planPrune,
} from './inventory.ts';
import type { KeptImage } from './kept-image.ts';
import type { Database, StoreSchema } from './schema.ts';
import type { Budget, DiskUsage, PruneReport, PruneRequest } from './usage.ts';

type Transaction = IDBPTransaction<StoreSchema, StoreNames<StoreSchema>[], 'readonly' | 'readwrite'>;

export async function usageOf(database: Database, holds: BlobHolds, budget: Budget): Promise<DiskUsage> {
  const held = await holds.all();
  const { inventory, images } = await read(
    database.transaction(['records', 'record-notes', 'blob-info']),
    held,
  );
  return diskUsage(inventory, new Map(images.map((image) => [image.id, image])), budget);
}

/** Without a request all goes, also records without notes: what is known of registries and of earlier builds. */
export function pruneDatabase(
  database: Database,
  files: BlobFiles | undefined,
  holds: BlobHolds,
  request: PruneRequest | undefined,
): Promise<PruneReport> {
  return holds.whileStill(async (held) => {
    const transaction = database.transaction(
      ['records', 'record-notes', 'blob-info', 'blob-chunks'],
      'readwrite',
    );
    const records = transaction.objectStore('records');
    const notes = transaction.objectStore('record-notes');
    const info = transaction.objectStore('blob-info');
    const removed: string[] = [];
    let report: PruneReport = { freed: 0, images: [], cache: [] };
    await writing(database, transaction, 0, async (write) => {
      const { inventory, images } = await read(transaction, held);
      const named = new Set<string>(images.filter(({ names }) => names.length > 0).map(({ id }) => id));
      const plan = planPrune(inventory, request ?? { what: 'all' }, named, Date.now());
      report = { freed: plan.freed, images: plan.images, cache: plan.cache };
      const forgotten = new Set(plan.records.map(nameOf));
      for (const { collection, key } of plan.records) {
        write(records.delete([collection, key]));
        write(notes.delete([collection, key]));
      }
      const forgottenBlobs = new Set<string>(plan.blobs);
      const rows = { info, chunks: transaction.objectStore('blob-chunks') };
      for (const row of await info.getAll(spaceRange('image'))) {
        if (forgottenBlobs.has(row.digest)) {
          const file = deleteBlob(write, rows, row);
          if (file !== undefined) removed.push(file);
        }
      }
      if (request !== undefined) return;
      const kept = new Set(inventory.notes.map(nameOf).filter((name) => !forgotten.has(name)));
      for (const [collection, key] of await records.getAllKeys()) {
        if (lastingCollections.has(collection)) continue;
        if (!kept.has(nameOf({ collection, key }))) write(records.delete([collection, key]));
      }
    });
    await Promise.all(removed.map((name) => files?.remove(name)));
    return report;
  });
}

function nameOf({ collection, key }: Pick<NotedRecord, 'collection' | 'key'>): string {
  return `${collection}\n${key}`;
}

/** Only requests of this transaction are awaited, so that it stays open. */
async function read(
  transaction: Pick<Transaction, 'objectStore'>,
  held: ReadonlySet<string>,
): Promise<{ readonly inventory: Inventory; readonly images: readonly KeptImage[] }> {
  const store = transaction.objectStore('record-notes');
  const range = IDBKeyRange.bound([imageCollection], [imageCollection, []]);
  const [keys, notes, blobs, images] = await Promise.all([
    store.getAllKeys(),
    store.getAll(),
    transaction.objectStore('blob-info').getAll(spaceRange('image')),
    transaction.objectStore('records').getAll(range),
  ]);
  return {
    inventory: {
      notes: keys.flatMap(([collection, key], at): NotedRecord[] => {
        const note = notes[at];
        const isKnown = collection === imageCollection || collection === cacheCollection;
        return note !== undefined && isKnown ? [{ collection, key, note }] : [];
      }),
      blobs: blobs.flatMap(({ digest, size }) => (isDigest(digest) ? [{ digest, size }] : [])),
      held,
    },
    images: images.flatMap((image) => parseKeptImage(image) ?? []),
  };
}
