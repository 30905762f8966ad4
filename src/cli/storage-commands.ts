/** `dry-dock system df` and `dry-dock builder prune`: what the folder keeps, and forgetting build cache of it. */
import { printDf, printPrunedCache, printVerboseDf, type Usage } from '../commands/print-usage.ts';
import { parseImageConfig } from '../image/image-config.ts';
import {
  cacheCollection,
  diskUsage,
  type Inventory,
  imageCollection,
  planPrune,
} from '../store/inventory.ts';
import type { Host } from './host.ts';
import type { StorageOptions } from './storage-option.ts';
import { defaultStoreFolder, openStoreFolder, type StoreFolder } from './store-folder.ts';

/** A folder knows no limit: it is deleted by whoever owns it. */
const noBudget = { bytes: Number.POSITIVE_INFINITY, isDefault: true };

export async function diskUsageCommand(options: StorageOptions, host: Host): Promise<number> {
  const usage = await usageOf(await open(options, host));
  const lines = options.verbose ? printVerboseDf(usage, Date.now()) : printDf(usage);
  host.standardOutput.write(`${lines.join('\n')}\n`);
  return 0;
}

/** Records go before blobs: one that is left promises only what is there. */
export async function pruneCommand(options: StorageOptions, host: Host): Promise<number> {
  const store = await open(options, host);
  const now = Date.now();
  const { olderThan, keepBytes } = options;
  const inventory = await inventoryOf(store);
  // Every image of the folder has a name.
  const named = new Set((await store.images.list()).map(({ id }) => String(id)));
  const plan = planPrune(
    inventory,
    {
      what: options.all ? 'cache' : 'unused',
      ...(olderThan === undefined ? {} : { olderThan }),
      ...(keepBytes === undefined ? {} : { keepBytes }),
    },
    named,
    now,
  );
  const gone = new Set(plan.cache);
  const before = diskUsage(inventory, new Map(), noBudget).cache.filter(({ id }) => gone.has(id));
  for (const { key } of plan.records) await store.cache.delete(key);
  for (const digest of plan.blobs) await store.blobs.delete(digest);
  host.standardOutput.write(`${printPrunedCache(before, plan.freed, now).join('\n')}\n`);
  return 0;
}

function open({ cacheDirectory }: StorageOptions, { environment }: Host): Promise<StoreFolder> {
  return openStoreFolder(cacheDirectory ?? defaultStoreFolder(environment));
}

async function inventoryOf({ blobs, cache, images }: StoreFolder): Promise<Inventory> {
  const [kept, records, shelved] = await Promise.all([blobs.list(), cache.list(), images.list()]);
  return {
    blobs: kept,
    // Another process may be building: what it uses can't be known, and is made again at worst.
    held: new Set(),
    notes: [
      ...records.flatMap(({ key, note }) =>
        note === undefined ? [] : [{ collection: cacheCollection, key, note }],
      ),
      ...shelved.map(({ id, names, layers }) => ({
        collection: imageCollection,
        key: id,
        note: {
          blobs: layers.map(({ digest }) => digest),
          type: 'image',
          description: names.join(', '),
          created: 0,
          lastUsed: 0,
          usageCount: 1,
        },
      })),
    ],
  };
}

async function usageOf(store: StoreFolder): Promise<Usage> {
  const shelved = await store.images.list();
  const facts = new Map(shelved.map((image) => [String(image.id), image]));
  const { images, cache } = diskUsage(await inventoryOf(store), facts, noBudget);
  const layers = new Map(shelved.flatMap((image) => image.layers.map(({ digest, size }) => [digest, size])));
  return {
    images: images.map(({ id, names, size, shared }) => {
      const config = facts.get(id)?.config;
      const created = config && parseImageConfig(config, `the config of ${id}`).created;
      return { id, names, size, shared, containers: 0, ...(created === undefined ? {} : { created }) };
    }),
    cache,
    imageBytes: [...layers.values()].reduce((sum, size) => sum + size, 0),
    containers: 0,
    running: 0,
  };
}
