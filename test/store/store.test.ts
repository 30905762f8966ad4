import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../src/image/digest.ts';
import { chunkSize } from '../../src/store/limits.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store, StoredFile, StoreProblem } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (path: string, content: string): StoredFile => ({
  path,
  mode: 0o644,
  modified: 1_700_000_000_000,
  content: bytes(content),
});

/** More than one chunk, with an odd end. */
function large(seed: number): Uint8Array {
  const content = new Uint8Array(chunkSize * 2 + 17);
  for (let at = 0; at < content.length; at += 997) content[at] = (at + seed) & 255;
  return content;
}

/** Vitest's own comparison takes minutes over millions of bytes. */
function equal(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function* pieces(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield bytes(part);
}

const kinds: readonly (readonly [string, () => Promise<Store>])[] = [
  ['in IndexedDB', () => openStore()],
  ['in memory', async () => new MemoryStore('a test')],
];

describe.each(kinds)('the store %s', (_name, open) => {
  it('keeps a blob under its digest and says how large it is', async () => {
    const store = await open();
    const content = large(1);
    const blob = await store.blobs.put(content);
    expect(blob).toEqual({ digest: await sha256(content), size: content.length });
    expect(equal(await store.blobs.get(blob.digest), content)).toBe(true);
    expect(await store.blobs.has(blob.digest)).toBe(true);
    await store.blobs.put(bytes('b'));
    expect((await store.blobs.list()).map(({ size }) => size).sort()).toEqual([1, content.length]);
    expect(await store.figures()).toMatchObject({ blobs: 2, used: content.length + 1 });
  });

  it('keeps a blob that comes in pieces, and an empty one', async () => {
    const store = await open();
    const { digest } = await store.blobs.put(pieces('he', 'llo'));
    expect(await store.blobs.get(digest)).toEqual(bytes('hello'));
    const empty = await store.blobs.put(new Uint8Array(0));
    expect(await store.blobs.get(empty.digest)).toEqual(new Uint8Array(0));
  });

  it('refuses bytes that are not what they were announced as, and keeps nothing of them', async () => {
    const store = await open();
    await expect(store.blobs.put(bytes('x'), { digest: await sha256(bytes('y')) })).rejects.toThrow('digest');
    await expect(store.blobs.put(pieces('ab', 'cd'), { size: 3 })).rejects.toThrow('3 bytes');
    expect(await store.blobs.list()).toEqual([]);
  });

  it('answers undefined for what it does not have', async () => {
    const store = await open();
    const digest = await sha256(bytes('never put'));
    expect(await store.blobs.get(digest)).toBeUndefined();
    expect(await store.blobs.has(digest)).toBe(false);
    await store.blobs.delete(digest);
    expect(await store.collection('steps').get('k')).toBeUndefined();
    expect(await store.projects.load('p')).toBeUndefined();
  });

  it('keeps records of several collections apart, sorted by key', async () => {
    const store = await open();
    const steps = store.collection<{ readonly layer: string }>('steps');
    await steps.put('b', { layer: '2' });
    await steps.put('a', { layer: '1' });
    await store.collection('stepsister').put('a', 'other');
    await steps.put('b', { layer: '3' });
    expect(await steps.list()).toEqual([
      { key: 'a', record: { layer: '1' } },
      { key: 'b', record: { layer: '3' } },
    ]);
    await steps.delete('a');
    expect(await steps.get('a')).toBeUndefined();
    expect(await store.collection('stepsister').get('a')).toBe('other');
  });

  it('gives a project back as it was saved, with empty files and directories', async () => {
    const store = await open();
    const files = [file('Dockerfile', 'FROM alpine'), file('empty', ''), file('folder/', '')];
    await store.projects.save('mine', files);
    expect(await store.projects.load('mine')).toEqual(files);
    expect(await store.projects.list()).toEqual(['mine']);
  });

  it('replaces a project whole, and forgets contents that no project has', async () => {
    const store = await open();
    await store.projects.save('one', [file('a', 'shared'), file('b', 'only one')]);
    await store.projects.save('two', [file('c', 'shared')]);
    await store.projects.save('one', [file('d', 'new')]);
    expect(await store.projects.load('one')).toEqual([file('d', 'new')]);
    expect(await store.projects.load('two')).toEqual([file('c', 'shared')]);
    expect((await store.figures()).used).toBe('shared'.length + 'new'.length);
    await store.projects.delete('two');
    expect((await store.figures()).used).toBe('new'.length);
  });

  it('forgets layers and records when pruned, but no project and no setting', async () => {
    const store = await open();
    const { digest } = await store.blobs.put(bytes('layer'));
    await store.collection('steps').put('k', 1);
    await store.projects.save('mine', [file('a', 'layer')]);
    await store.settings.put('theme', 'dark');
    store.release();
    await store.prune();
    expect(await store.blobs.get(digest)).toBeUndefined();
    expect(await store.figures()).toMatchObject({ blobs: 0, cacheRecords: 0, used: 'layer'.length });
    expect(await store.projects.load('mine')).toEqual([file('a', 'layer')]);
    expect(await store.settings.get('theme')).toBe('dark');
  });
});

describe('the store in IndexedDB', () => {
  it('still has everything after the page was closed', async () => {
    const before = await openStore();
    const { digest } = await before.blobs.put(large(2));
    await before.collection('steps').put('k', { n: 1 });
    await before.close();
    const after = await openStore();
    expect(equal(await after.blobs.get(digest), large(2))).toBe(true);
    expect(await after.collection('steps').get('k')).toEqual({ n: 1 });
  });

  it.each(['changed', 'cut short', 'incomplete'])(
    'takes a %s blob as absent, removes it and reports it',
    async (damage) => {
      const problems: StoreProblem[] = [];
      const store = await openStore({ report: (problem) => problems.push(problem) });
      const { digest } = await store.blobs.put(large(3));
      await tamper(digest, damage);
      expect(await store.blobs.get(digest)).toBeUndefined();
      expect(await store.blobs.has(digest)).toBe(false);
      expect(problems).toMatchObject([{ kind: 'damaged-blob', digest }]);
      await store.blobs.put(large(3));
      expect(equal(await store.blobs.get(digest), large(3))).toBe(true);
    },
  );

  it('keeps nothing half-written when the browser is out of room, and says what to do', async () => {
    const store = await openStore();
    const kept = await store.blobs.put(bytes('was there before'));
    runOutOfRoomAfter(4);
    const attempt = store.blobs.put(large(4));
    await expect(attempt).rejects.toMatchObject({ name: 'StoreError', code: 'full' });
    await expect(attempt).rejects.toThrow(/no room for 8\.4 MB more; 16 B are kept.*prune/);
    vi.restoreAllMocks();
    expect(await store.blobs.list()).toEqual([kept]);
    expect(await rowCount('blob-chunks')).toBe(1);
    expect(await rowCount('writes')).toBe(0);
    await store.blobs.put(large(4));
  });

  it('leaves the project as it was when a save finds no room', async () => {
    const store = await openStore();
    await store.projects.save('mine', [file('a', 'first')]);
    runOutOfRoomAfter(1);
    await expect(store.projects.save('mine', [file('a', 'second'), file('b', 'third')])).rejects.toThrow(
      StoreError,
    );
    vi.restoreAllMocks();
    expect(await store.projects.load('mine')).toEqual([file('a', 'first')]);
    expect(await rowCount('blob-chunks')).toBe(1);
  });

  it('serves two tabs at once', async () => {
    const [one, two] = await Promise.all([openStore(), openStore()]);
    const content = large(5);
    const [first, second] = await Promise.all([one.blobs.put(content), two.blobs.put(content)]);
    expect(first).toEqual(second);
    await Promise.all([
      one.projects.save('p', [file('a', 'one')]),
      two.projects.save('p', [file('a', 'two')]),
    ]);
    const [left] = (await one.projects.load('p')) ?? [];
    expect(['one', 'two']).toContain(new TextDecoder().decode(left?.content));
    expect((await two.figures()).used).toBe(content.length + 3);
    one.release();
    two.release();
    await two.prune();
    expect(await one.blobs.get(first.digest)).toBeUndefined();
  });
});

/** Writes behind the store's back, as a failing disk would. */
async function tamper(digest: string, damage: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('drydock');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(['blob-info', 'blob-chunks'], 'readwrite');
      const chunks = transaction.objectStore('blob-chunks');
      const asked = transaction.objectStore('blob-info').get(['image', digest]);
      asked.onsuccess = () => {
        const second = ['image', asked.result.place.id, 1];
        if (damage === 'incomplete') chunks.delete(second);
        else chunks.put(new Uint8Array(damage === 'changed' ? chunkSize : 3), second);
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

async function rowCount(name: string): Promise<number> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('drydock');
    opening.onsuccess = () => {
      const count = opening.result.transaction(name).objectStore(name).count();
      count.onsuccess = () => {
        opening.result.close();
        resolve(count.result);
      };
    };
  });
}

function runOutOfRoomAfter(puts: number): void {
  const put = IDBObjectStore.prototype.put;
  let left = puts;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: InstanceType<typeof IDBObjectStore>,
    ...given
  ) {
    if (left-- > 0) return put.apply(this, given);
    throw new DOMException('full', 'QuotaExceededError');
  });
}
