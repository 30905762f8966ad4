import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { openDB, unwrap } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/image/digest.ts';
import { Connection } from '../../src/store/database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { type Migration, migrations } from '../../src/store/schema.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** A change of form as a later version would make it: a new place, and every record rewritten. */
const second: Migration = async (database, transaction) => {
  database.createObjectStore('later' as 'settings');
  const records = transaction.objectStore('records');
  for (const key of await records.getAllKeys()) {
    await records.put({ wrapped: await records.get(key) }, key);
  }
};

describe('the database', () => {
  it('reads what its first form wrote', async () => {
    const old = await openDB('drydock', 1, {
      upgrade: (database) => {
        for (const name of ['blob-info', 'blob-chunks', 'records', 'projects', 'settings']) {
          database.createObjectStore(name);
        }
      },
    });
    const digest = await sha256(bytes('layer'));
    const writing = old.transaction(['blob-info', 'blob-chunks', 'records', 'projects'], 'readwrite');
    await Promise.all([
      writing.objectStore('blob-info').put({ space: 'image', digest, size: 5, chunks: 1 }, ['image', digest]),
      writing.objectStore('blob-chunks').put(bytes('layer'), ['image', digest, 0]),
      writing.objectStore('records').put({ hit: true }, ['steps', 'k']),
      writing
        .objectStore('records')
        .put({ version: 1, kind: 'layer', layer: { digest } }, ['build-cache', 'key']),
      writing.objectStore('projects').put([{ path: 'empty', mode: 0o600, modified: 5 }], 'mine'),
      writing.done,
    ]);
    old.close();

    const store = await openStore();
    expect(await store.figures()).toMatchObject({ kind: 'indexeddb', blobs: 1, used: 5, cacheRecords: 1 });
    expect(await store.blobs.get(digest)).toEqual(bytes('layer'));
    expect((await store.diskUsage()).cache).toMatchObject([{ id: 'key', type: 'regular', size: 5 }]);
    expect(await store.collection('steps').get('k')).toEqual({ hit: true });
    expect(await store.projects.load('mine')).toEqual([
      { path: 'empty', mode: 0o600, modified: 5, content: new Uint8Array(0) },
    ]);
  });

  it('is taken from form to form once, with its data', async () => {
    const before = await openStore();
    const { digest } = await before.blobs.put(bytes('kept'));
    await before.collection('steps').put('k', 1);
    await before.close();
    for (let visit = 0; visit < 2; visit++) {
      const after = await openStore({ migrations: [...migrations, second] });
      expect(await after.collection('steps').get('k')).toEqual({ wrapped: 1 });
      expect(await after.blobs.get(digest)).toEqual(bytes('kept'));
      await after.close();
    }
  });

  it('stays as it was when a change of form fails half-way', async () => {
    const before = await openStore();
    await before.collection('steps').put('k', 1);
    await before.close();
    const failing: Migration = async (...given) => {
      await second(...given);
      throw new Error('power cut');
    };
    const without = await openStore({ migrations: [...migrations, failing] });
    expect((await without.figures()).kind).toBe('memory');
    const again = await openStore();
    expect(await again.collection('steps').get('k')).toBe(1);
  });

  it('leaves data of a newer Drydock alone and says to reload', async () => {
    const newer = await openStore({ migrations: [...migrations, second] });
    await newer.collection('steps').put('k', 'new form');
    await newer.close();
    const store = await openStore();
    expect(await store.figures()).toMatchObject({
      kind: 'memory',
      reason: expect.stringMatching(/newer Drydock.*reload/),
    });
    await store.blobs.put(bytes('works all the same'));
    const reopened = await openStore({ migrations: [...migrations, second] });
    expect(await reopened.collection('steps').get('k')).toBe('new form');
  });

  it('makes way for a newer page in another tab, and then says to reload', async () => {
    const old = await openStore();
    const { digest } = await old.blobs.put(bytes('kept'));
    const newer = await openStore({ migrations: [...migrations, second] });
    expect((await newer.figures()).kind).toBe('indexeddb');
    expect(await newer.blobs.get(digest)).toEqual(bytes('kept'));
    await expect(old.blobs.get(digest)).rejects.toMatchObject({ code: 'superseded' });
    await expect(old.blobs.put(bytes('x'))).rejects.toThrow(/Reload this tab/);
  });

  it('does not wait for ever for a tab that will not make way', async () => {
    await (await openStore()).close();
    const stubborn = await openDB('drydock', migrations.length);
    const store = await openStore({ migrations: [...migrations, second], patience: 30 });
    expect(await store.figures()).toMatchObject({
      kind: 'memory',
      reason: expect.stringContaining('close that tab'),
    });
    stubborn.close();
    const retried = await openStore({ migrations: [...migrations, second], patience: 1000 });
    expect((await retried.figures()).kind).toBe('indexeddb');
  });

  it('says why nothing is kept where IndexedDB is refused', async () => {
    globalThis.indexedDB = {
      ...new IDBFactory(),
      open: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    } as unknown as IDBFactory;
    const store = await openStore();
    expect(await store.figures()).toMatchObject({
      kind: 'memory',
      reason: expect.stringMatching(/private window.*insecure/),
    });
  });

  it('says why nothing is kept where there is no IndexedDB at all', async () => {
    globalThis.indexedDB = undefined as unknown as IDBFactory;
    expect((await (await openStore()).figures()).reason).toContain('no IndexedDB');
  });

  it('opens again when the browser closed the connection', async () => {
    const connection = await Connection.open({ name: 'drydock' });
    const database = await connection.database();
    forceCloseDatabase(unwrap(database) as unknown as Parameters<typeof forceCloseDatabase>[0]);
    expect(await connection.database()).not.toBe(database);
  });
});
