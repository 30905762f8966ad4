/**
 * Which blobs are needed by which records, computed from the notes each time: a count that is written down could
 * go wrong in a crash, and this one can't. Pure; every kind of store asks it.
 */
import type { Blob } from '../image/blob-store.ts';
import type { Digest } from '../image/digest.ts';
import type { KeptNote } from './record-note.ts';
import type { Budget, CacheUsage, DiskUsage, ImageUsage, PruneReport, PruneRequest } from './usage.ts';

/** Collections whose records need blobs. */
export const imageCollection = 'images';
export const cacheCollection = 'build-cache';

/** The builds that are over. Forgetting what they made doesn't make them undone. */
export const historyCollection = 'build-history';
/** Collections that no pruning clears. */
export const lastingCollections: ReadonlySet<string> = new Set([historyCollection]);

export interface NotedRecord {
  readonly collection: string;
  readonly key: string;
  readonly note: KeptNote;
}

export interface Inventory {
  readonly notes: readonly NotedRecord[];
  readonly blobs: readonly Blob[];
  /** Digests that a build is using. */
  readonly held: ReadonlySet<string>;
}

/** What of images is in their records, by id. */
export type ImageFacts = ReadonlyMap<string, Pick<ImageUsage, 'id' | 'names' | 'origin'>>;

export function diskUsage(inventory: Inventory, facts: ImageFacts, budget: Budget): DiskUsage {
  const { blobs, held } = inventory;
  const notes = inventory.notes
    .filter(({ note }) => note.aliasOf === undefined)
    .sort((a, b) => b.note.lastUsed - a.note.lastUsed);
  const sizes = new Map<string, number>(blobs.map(({ digest, size }) => [digest, size]));
  const users = countUsers(notes);
  const images = notes.filter(({ collection }) => collection === imageCollection);
  const imageUsers = countUsers(images);
  const sum = (digests: Iterable<string>): number => {
    let bytes = 0;
    for (const digest of digests) bytes += sizes.get(digest) ?? 0;
    return bytes;
  };
  const records = notes.filter(({ collection }) => collection === cacheCollection);
  const keys = new Set(records.map(({ key }) => key));
  return {
    images: images.flatMap(({ key, note }): ImageUsage[] => {
      const known = facts.get(key);
      if (known === undefined) return [];
      const layers = new Set(note.blobs);
      return [
        {
          ...known,
          layers: note.blobs.length,
          size: sum(layers),
          shared: sum([...layers].filter((digest) => (imageUsers.get(digest) ?? 0) > 1)),
          ...timesOf(note),
          reclaimable: !note.blobs.some((digest) => held.has(digest)),
        },
      ];
    }),
    cache: records
      // One whose layer is gone takes no room: it only says so to the next build.
      .filter(({ note }) => note.blobs.every((digest) => sizes.has(digest)))
      .map(
        ({ key, note }): CacheUsage => ({
          id: key,
          ...(note.parent !== undefined && keys.has(note.parent) ? { parent: note.parent } : {}),
          type: note.type,
          description: note.description,
          size: sum(new Set(note.blobs)),
          shared: note.blobs.some((digest) => (users.get(digest) ?? 0) > 1),
          ...timesOf(note),
          reclaimable: !note.blobs.some((digest) => held.has(digest)),
        }),
      ),
    unreferenced: sum([...sizes.keys()].filter((digest) => !users.has(digest))),
    total: sum(sizes.keys()),
    reclaimable: sum([...sizes.keys()].filter((digest) => !held.has(digest))),
    budget,
  };
}

function timesOf({ created, lastUsed, usageCount }: KeptNote) {
  return { created, lastUsed, usageCount };
}

/** By digest: how many of the records need it. */
function countUsers(notes: readonly NotedRecord[]): Map<string, number> {
  const users = new Map<string, number>();
  for (const { note } of notes) {
    for (const digest of new Set(note.blobs)) users.set(digest, (users.get(digest) ?? 0) + 1);
  }
  return users;
}

export interface PrunePlan extends PruneReport {
  readonly records: readonly NotedRecord[];
  readonly blobs: readonly Digest[];
}

/**
 * What a request forgets, least recently used first: records that aren't in use, the aliases that lead to them, and
 * the blobs that then nobody needs. `named`: ids of images that have a name.
 */
export function planPrune(
  { notes, blobs, held }: Inventory,
  request: PruneRequest,
  named: ReadonlySet<string>,
  now: number,
): PrunePlan {
  const { keepBytes = 0, olderThan = 0 } = request;
  const wanted = request.ids && new Set(request.ids);
  const sizes = new Map<Digest, number>(blobs.map(({ digest, size }) => [digest, size]));
  const users = countUsers(notes);
  const ofNamedImages = new Set(
    notes.flatMap(({ collection, key, note }) =>
      collection === imageCollection && named.has(key) ? note.blobs : [],
    ),
  );
  const isAsked = ({ collection, key, note }: NotedRecord): boolean => {
    if (note.aliasOf !== undefined) return false;
    const isImage = collection === imageCollection;
    if (!isImage && collection !== cacheCollection) return false;
    if (request.what === 'image' && !isImage) return false;
    if (request.what === 'cache' && isImage) return false;
    if (request.what === 'unused') {
      if (isImage ? named.has(key) : note.blobs.some((digest) => ofNamedImages.has(digest))) return false;
    }
    if (wanted !== undefined && !wanted.has(key)) return false;
    return now - note.lastUsed >= olderThan;
  };
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  let freed = 0;
  const gone: Digest[] = [];
  const forgetBlob = (digest: Digest): void => {
    const size = sizes.get(digest);
    if (size === undefined || held.has(digest)) return;
    sizes.delete(digest);
    gone.push(digest);
    total -= size;
    freed += size;
  };
  const isWhole = wanted === undefined && request.what !== 'image';
  const records: NotedRecord[] = [];
  // Nobody needs them, so they go before anything that somebody may miss.
  if (isWhole) {
    for (const digest of [...sizes.keys()]) {
      if (total <= keepBytes && request.keepBytes !== undefined) break;
      if (!users.has(digest)) forgetBlob(digest);
    }
  }
  for (const record of notes.filter(isAsked).sort((a, b) => a.note.lastUsed - b.note.lastUsed)) {
    if (request.keepBytes !== undefined && total <= keepBytes) break;
    if (record.note.blobs.some((digest) => held.has(digest))) continue;
    records.push(record);
    for (const digest of new Set(record.note.blobs)) {
      const left = (users.get(digest) ?? 0) - 1;
      users.set(digest, left);
      if (left === 0) forgetBlob(digest);
    }
  }
  const forgotten = new Set(records.map(({ collection, key }) => `${collection}\n${key}`));
  const aliases = notes.filter(
    ({ collection, note }) => note.aliasOf !== undefined && forgotten.has(`${collection}\n${note.aliasOf}`),
  );
  const keysOf = (name: string) =>
    records.filter(({ collection }) => collection === name).map(({ key }) => key);
  return {
    freed,
    images: keysOf(imageCollection),
    cache: keysOf(cacheCollection),
    records: [...records, ...aliases],
    blobs: gone,
  };
}
