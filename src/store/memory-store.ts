/** The store in memory: for private windows, browsers that keep nothing, and the command line. */
import { MemoryBlobStore } from '../image/blob-store.ts';
import type { Digest } from '../image/digest.ts';
import { budgetOf, defaultBudget, setBudget } from './budget.ts';
import { imageChanges, noteOfImage } from './image-shelf.ts';
import {
  cacheCollection,
  diskUsage,
  type Inventory,
  imageCollection,
  lastingCollections,
  planPrune,
} from './inventory.ts';
import type { KeptImage } from './kept-image.ts';
import { freshNote, type KeptNote } from './record-note.ts';
import type {
  ImageShelf,
  ProjectShelf,
  RecordCollection,
  StorageFigures,
  Store,
  StoredFile,
} from './store.ts';
import type { Budget, DiskUsage, PruneReport, PruneRequest } from './usage.ts';

interface MemoryRecord {
  readonly record: unknown;
  readonly note?: KeptNote;
}

export class MemoryStore implements Store {
  readonly #collections = new Map<string, Map<string, MemoryRecord>>();
  readonly #projects = new Map<string, readonly StoredFile[]>();
  readonly blobs = new MemoryBlobStore();
  readonly settings = recordsIn<unknown>(new Map());
  readonly images: ImageShelf = {
    keep: async (image) => this.#keep(image),
    rename: async (id, names) => this.#rename(id, names),
    list: async () => this.#images(),
  };
  readonly projects: ProjectShelf = {
    load: async (name) => this.#projects.get(name),
    save: async (name, files) => void this.#projects.set(name, structuredClone(files)),
    delete: async (name) => void this.#projects.delete(name),
    list: async () => [...this.#projects.keys()].sort(),
  };

  /** `reason` says why nothing outlives the page. */
  constructor(readonly reason: string) {}

  collection<T>(name: string): RecordCollection<T> {
    // A name stands for one type of record, in this page's whole life.
    return recordsIn<T>(this.#records(name));
  }

  async figures(): Promise<StorageFigures> {
    const blobs = await this.blobs.list();
    const files = [...this.#projects.values()].flat();
    return {
      kind: 'memory',
      reason: this.reason,
      used:
        blobs.reduce((sum, blob) => sum + blob.size, 0) +
        files.reduce((sum, file) => sum + file.content.length, 0),
      blobs: blobs.length,
      cacheRecords: this.#records(cacheCollection).size,
      persisted: false,
    };
  }

  async diskUsage(): Promise<DiskUsage> {
    const facts = new Map(this.#images().map((image) => [image.id, image]));
    return diskUsage(await this.#inventory(), facts, await this.budget());
  }

  async prune(request?: PruneRequest): Promise<PruneReport> {
    const named = new Set<string>(
      this.#images()
        .filter(({ names }) => names.length > 0)
        .map(({ id }) => id),
    );
    const plan = planPrune(await this.#inventory(), request ?? { what: 'all' }, named, Date.now());
    for (const { collection, key } of plan.records) this.#records(collection).delete(key);
    await Promise.all(plan.blobs.map((digest) => this.blobs.delete(digest)));
    if (request === undefined) {
      for (const [name, records] of this.#collections) if (!lastingCollections.has(name)) records.clear();
    }
    return { freed: plan.freed, images: plan.images, cache: plan.cache };
  }

  async budget(): Promise<Budget> {
    return budgetOf(this.settings, await defaultBudget());
  }

  setBudget(bytes: number | undefined): Promise<void> {
    return setBudget(this.settings, bytes);
  }

  release(): void {}

  async close(): Promise<void> {}

  #records(name: string): Map<string, MemoryRecord> {
    const known = this.#collections.get(name) ?? new Map<string, MemoryRecord>();
    this.#collections.set(name, known);
    return known;
  }

  async #inventory(): Promise<Inventory> {
    const notes = [...this.#collections].flatMap(([collection, records]) =>
      [...records].flatMap(([key, { note }]) => (note === undefined ? [] : [{ collection, key, note }])),
    );
    return { notes, blobs: await this.blobs.list(), held: new Set() };
  }

  #images(): readonly KeptImage[] {
    return [...this.#records(imageCollection).values()]
      .sort((a, b) => (b.note?.lastUsed ?? 0) - (a.note?.lastUsed ?? 0))
      .map(({ record }) => record as KeptImage);
  }

  #rename(id: Digest, names: readonly string[]): void {
    const records = this.#records(imageCollection);
    const image = this.#images().find((each) => each.id === id);
    if (image === undefined) return;
    const renamed = { ...image, names };
    records.set(id, {
      record: renamed,
      note: noteOfImage(renamed, false, records.get(id)?.note, Date.now()),
    });
  }

  #keep(image: KeptImage): void {
    const records = this.#records(imageCollection);
    const { put, forget } = imageChanges(this.#images(), image);
    for (const each of put) {
      const note = noteOfImage(each, each.id === image.id, records.get(each.id)?.note, Date.now());
      records.set(each.id, { record: structuredClone(each), note });
    }
    for (const id of forget) records.delete(id);
  }
}

function recordsIn<T>(records: Map<string, MemoryRecord>): RecordCollection<T> {
  return {
    get: async (key) => structuredClone(records.get(key)?.record) as T | undefined,
    put: async (key, record, note) => {
      const before = records.get(key)?.note;
      const kept = note === undefined ? before : freshNote(note, before, Date.now());
      records.set(key, { record: structuredClone(record), ...(kept && { note: kept }) });
    },
    used: (key) => {
      const known = records.get(key);
      if (known?.note === undefined) return;
      const { usageCount } = known.note;
      records.set(key, {
        ...known,
        note: { ...known.note, lastUsed: Date.now(), usageCount: usageCount + 1 },
      });
    },
    delete: async (key) => void records.delete(key),
    list: async () =>
      [...records]
        .map(([key, { record }]) => ({ key, record: record as T }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}
