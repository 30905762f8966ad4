import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/image/digest.ts';
import {
  diskUsage,
  type ImageFacts,
  type Inventory,
  type NotedRecord,
  planPrune,
} from '../../src/store/inventory.ts';

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const [a, b, c, d] = [digest('a'), digest('b'), digest('c'), digest('d')];
const now = 1_000_000;

function image(key: string, blobs: readonly Digest[], lastUsed: number): NotedRecord {
  const note = { blobs, type: 'image', description: key, created: 1, lastUsed, usageCount: 1 };
  return { collection: 'images', key, note };
}

function step(
  key: string,
  blob: Digest,
  lastUsed: number,
  more: { readonly parent?: string } = {},
): NotedRecord {
  const note = {
    blobs: [blob],
    type: 'regular',
    description: `RUN ${key}`,
    created: 1,
    lastUsed,
    usageCount: 1,
    ...more,
  };
  return { collection: 'build-cache', key, note };
}

const alias = (key: string, of: string): NotedRecord => ({
  collection: 'build-cache',
  key,
  note: { blobs: [], type: 'regular', description: '', aliasOf: of, created: 1, lastUsed: 1, usageCount: 1 },
});

/** An image of the layers a and b, a record for b, one for c that nobody has, and a blob that nobody needs. */
const inventory: Inventory = {
  notes: [
    image('app', [a, b], 500),
    step('two', b, 400, { parent: 'one' }),
    step('three', c, 300),
    alias('quick', 'three'),
  ],
  blobs: [
    { digest: a, size: 10 },
    { digest: b, size: 20 },
    { digest: c, size: 30 },
    { digest: d, size: 40 },
  ],
  held: new Set(),
};
const named = new Set(['app']);
const budget = { bytes: 1000, isDefault: true };
const facts: ImageFacts = new Map([['app', { id: digest('e'), names: ['app:1'], origin: 'built' }]]);

describe('disk usage', () => {
  it('lists images and records, most recently used first, and counts each blob once', () => {
    const usage = diskUsage(inventory, facts, budget);
    expect(usage).toMatchObject({ total: 100, unreferenced: 40, reclaimable: 100, budget });
    expect(usage.images).toMatchObject([
      { names: ['app:1'], layers: 2, size: 30, shared: 0, reclaimable: true },
    ]);
    expect(usage.cache).toMatchObject([
      { id: 'two', size: 20, shared: true },
      { id: 'three', size: 30, shared: false },
    ]);
    // Its parent has no record of its own.
    expect(usage.cache[0]).not.toHaveProperty('parent');
  });

  it('says what two images share, and what is in use', () => {
    const both = { ...inventory, notes: [...inventory.notes, image('other', [a], 600)], held: new Set([b]) };
    const other: NonNullable<ReturnType<ImageFacts['get']>> = {
      id: digest('f'),
      names: [],
      origin: 'pulled',
    };
    const others: ImageFacts = new Map([...facts, ['other', other]]);
    const usage = diskUsage(both, others, budget);
    expect(usage.images).toMatchObject([
      { id: digest('f'), size: 10, shared: 10, reclaimable: true },
      { id: digest('e'), size: 30, shared: 10, reclaimable: false },
    ]);
    expect(usage.reclaimable).toBe(80);
  });

  it('leaves out a record whose layer is gone', () => {
    const without = { ...inventory, blobs: inventory.blobs.filter((blob) => blob.digest !== c) };
    expect(diskUsage(without, facts, budget).cache.map(({ id }) => id)).toEqual(['two']);
  });
});

describe('pruning', () => {
  const plan = (request: Parameters<typeof planPrune>[1], of: Inventory = inventory) =>
    planPrune(of, request, named, now);

  it('of all takes everything', () => {
    const { freed, images, cache, records } = plan({ what: 'all' });
    expect({ freed, images, cache }).toEqual({ freed: 100, images: ['app'], cache: ['three', 'two'] });
    expect(records.map(({ key }) => key)).toContain('quick');
  });

  it('of what is unused keeps named images and the records of their layers', () => {
    expect(plan({ what: 'unused' })).toMatchObject({ freed: 70, images: [], cache: ['three'] });
  });

  it('of the cache keeps the layers that an image needs', () => {
    expect(plan({ what: 'cache' })).toMatchObject({ freed: 70, images: [], cache: ['three', 'two'] });
  });

  it('of an image keeps the layers that the cache has', () => {
    expect(plan({ what: 'image', ids: ['app'] })).toMatchObject({ freed: 10, images: ['app'], cache: [] });
    expect(plan({ what: 'image', ids: ['another'] })).toMatchObject({ freed: 0, images: [] });
  });

  it('stops when few enough bytes are kept, what nobody needs first, then the least recently used', () => {
    expect(plan({ what: 'all', keepBytes: 60 })).toMatchObject({ freed: 40, cache: [], images: [] });
    expect(plan({ what: 'all', keepBytes: 59 })).toMatchObject({ freed: 70, cache: ['three'], images: [] });
    expect(plan({ what: 'all', keepBytes: 100 })).toMatchObject({ freed: 0, blobs: [] });
  });

  it('takes only what served last long enough ago', () => {
    expect(plan({ what: 'cache', olderThan: now - 350 })).toMatchObject({ cache: ['three'] });
  });

  it('leaves what a build is using', () => {
    const using = { ...inventory, held: new Set([c, d]) };
    expect(plan({ what: 'all' }, using)).toMatchObject({
      freed: 30,
      cache: ['two'],
      images: ['app'],
      blobs: [a, b],
    });
  });
});
