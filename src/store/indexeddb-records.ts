/** Records in IndexedDB, with the notes of which blobs they need: both are written in one transaction. */
import type { Digest } from '../image/digest.ts';
import { writing } from './blob-rows.ts';
import type { Connection } from './database.ts';
import { imageChanges, noteOfImage, parseKeptImage } from './image-shelf.ts';
import { imageCollection } from './inventory.ts';
import type { KeptImage } from './kept-image.ts';
import { freshNote } from './record-note.ts';
import type { ImageShelf, RecordCollection, SettingShelf } from './store.ts';

/** A record that served is noted so much later, together with the others of that time: milliseconds. */
const noteDelay = 200;

export class RecordShelf {
  readonly #connection: Connection;
  /** Keys that served since the last time it was written down, with the time. */
  readonly #served = new Map<string, { readonly key: [string, string]; times: number; last: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  collection<T>(name: string): RecordCollection<T> {
    const connection = this.#connection;
    return {
      // Only `put` of the same collection writes here, so what is read is what was put.
      get: async (key) => (await connection.database()).get('records', [name, key]) as Promise<T | undefined>,
      put: async (key, record, note) => {
        const database = await connection.database();
        const transaction = database.transaction(['records', 'record-notes'], 'readwrite');
        const notes = transaction.objectStore('record-notes');
        await writing(database, transaction, 0, async (write) => {
          write(transaction.objectStore('records').put(record, [name, key]));
          if (note === undefined) return;
          const before = await notes.get([name, key]);
          write(notes.put(freshNote(note, before, Date.now()), [name, key]));
        });
      },
      used: (key) => this.#used([name, key]),
      delete: async (key) => {
        const database = await connection.database();
        const transaction = database.transaction(['records', 'record-notes'], 'readwrite');
        await writing(database, transaction, 0, (write) => {
          write(transaction.objectStore('records').delete([name, key]));
          write(transaction.objectStore('record-notes').delete([name, key]));
        });
      },
      list: async () => {
        const database = await connection.database();
        const range = IDBKeyRange.bound([name], [name, []]);
        const { store } = database.transaction('records');
        const [keys, records] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
        return keys.map(([, key], index) => ({ key, record: records[index] as T }));
      },
    };
  }

  images(): ImageShelf {
    return {
      keep: (image) => this.#keep(image),
      rename: (id, names) => this.#rename(id, names),
      list: () => this.#images(),
    };
  }

  /** Writes down which records served. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const served = [...this.#served.values()];
    this.#served.clear();
    if (served.length === 0) return;
    const database = await this.#connection.database();
    const transaction = database.transaction('record-notes', 'readwrite');
    await writing(database, transaction, 0, async (write) => {
      for (const { key, times, last } of served) {
        const note = await transaction.store.get(key);
        if (note === undefined) continue;
        write(transaction.store.put({ ...note, lastUsed: last, usageCount: note.usageCount + times }, key));
      }
    });
  }

  #used(key: [string, string]): void {
    const name = key.join('\n');
    this.#served.set(name, { key, times: (this.#served.get(name)?.times ?? 0) + 1, last: Date.now() });
    // Losing one to a closed tab or a full disk is no harm: it only orders what is forgotten first.
    this.#timer ??= setTimeout(() => this.flush().catch(() => undefined), noteDelay);
  }

  async #images(): Promise<readonly KeptImage[]> {
    const database = await this.#connection.database();
    const range = IDBKeyRange.bound([imageCollection], [imageCollection, []]);
    const transaction = database.transaction(['records', 'record-notes']);
    const notes = transaction.objectStore('record-notes');
    const [records, keys, kept] = await Promise.all([
      transaction.objectStore('records').getAll(range),
      notes.getAllKeys(range),
      notes.getAll(range),
    ]);
    const used = new Map(keys.map(([, id], at) => [id, kept[at]?.lastUsed ?? 0]));
    return records
      .flatMap((record) => parseKeptImage(record) ?? [])
      .sort((a, b) => (used.get(b.id) ?? 0) - (used.get(a.id) ?? 0));
  }

  async #rename(id: Digest, names: readonly string[]): Promise<void> {
    const database = await this.#connection.database();
    const transaction = database.transaction(['records', 'record-notes'], 'readwrite');
    const notes = transaction.objectStore('record-notes');
    const key: [string, string] = [imageCollection, id];
    await writing(database, transaction, 0, async (write) => {
      const image = parseKeptImage(await transaction.objectStore('records').get(key));
      if (image === undefined) return;
      const renamed = { ...image, names };
      const before = await notes.get(key);
      write(transaction.objectStore('records').put(renamed, key));
      write(notes.put(noteOfImage(renamed, false, before, Date.now()), key));
    });
  }

  async #keep(image: KeptImage): Promise<void> {
    const database = await this.#connection.database();
    const transaction = database.transaction(['records', 'record-notes'], 'readwrite');
    const records = transaction.objectStore('records');
    const notes = transaction.objectStore('record-notes');
    const range = IDBKeyRange.bound([imageCollection], [imageCollection, []]);
    await writing(database, transaction, 0, async (write) => {
      const [keys, noted] = await Promise.all([notes.getAllKeys(range), notes.getAll(range)]);
      const used = new Map(keys.map(([, id], at) => [id, noted[at]?.lastUsed ?? 0]));
      const kept = (await records.getAll(range))
        .flatMap((record) => parseKeptImage(record) ?? [])
        .sort((a, b) => (used.get(b.id) ?? 0) - (used.get(a.id) ?? 0));
      const { put, forget } = imageChanges(kept, image);
      for (const each of put) {
        const key: [string, string] = [imageCollection, each.id];
        const before = await notes.get(key);
        write(records.put(each, key));
        write(notes.put(noteOfImage(each, each.id === image.id, before, Date.now()), key));
      }
      for (const id of forget) {
        write(records.delete([imageCollection, id]));
        write(notes.delete([imageCollection, id]));
      }
    });
  }
}

export function settingsOf(connection: Connection): SettingShelf {
  return {
    get: async (key) => (await connection.database()).get('settings', key),
    put: async (key, record) => {
      const database = await connection.database();
      const transaction = database.transaction('settings', 'readwrite');
      await writing(database, transaction, 0, (write) => write(transaction.store.put(record, key)));
    },
    delete: async (key) => (await connection.database()).delete('settings', key),
    list: async () => {
      const { store } = (await connection.database()).transaction('settings');
      const [keys, records] = await Promise.all([store.getAllKeys(), store.getAll()]);
      return keys.map((key, index) => ({ key, record: records[index] }));
    },
  };
}
