/** The store in IndexedDB. Every write is one transaction; several tabs may use it at once. */
import { type Digest, isDigest, loadDigester } from '../image/digest.ts';
import { BlobFiles } from './blob-files.ts';
import { bytesKept, spaceRange, writeBlob, writing } from './blob-rows.ts';
import { BlobSpaceStore } from './blob-space.ts';
import { budgetOf, defaultBudget, setBudget } from './budget.ts';
import { Connection, type DatabaseOptions } from './database.ts';
import { BlobHolds } from './holds.ts';
import { RecordShelf, settingsOf } from './indexeddb-records.ts';
import { pruneDatabase, usageOf } from './indexeddb-usage.ts';
import { cacheCollection } from './inventory.ts';
import { originFigures } from './origin.ts';
import type { Database, ProjectFile } from './schema.ts';
import { Session } from './session.ts';
import type {
  ImageShelf,
  ProjectShelf,
  RecordCollection,
  SettingShelf,
  StorageFigures,
  Store,
  StoredFile,
  StoreProblem,
} from './store.ts';
import type { Budget, DiskUsage, PruneReport, PruneRequest } from './usage.ts';

const nothing = new Uint8Array(0);

export class IndexedDbStore implements Store {
  readonly blobs: BlobSpaceStore;
  readonly projects: ProjectShelf;
  readonly settings: SettingShelf;
  readonly images: ImageShelf;
  readonly #records: RecordShelf;
  readonly #holds: BlobHolds;
  readonly #session: Session;
  readonly #files: Promise<BlobFiles | undefined>;
  readonly #defaultBudget: Promise<number>;
  readonly #swept: Promise<void>;

  private constructor(
    readonly connection: Connection,
    report: (problem: StoreProblem) => void,
  ) {
    const { name } = connection.options;
    const session = new Session(name);
    this.#session = session;
    this.#holds = new BlobHolds(name);
    this.#files = BlobFiles.open(name);
    this.#records = new RecordShelf(connection);
    this.blobs = new BlobSpaceStore({
      connection,
      space: 'image',
      session,
      files: this.#files,
      holds: this.#holds,
      report,
      stayUnderBudget: (size) => this.#stayUnderBudget(size),
      makeRoom: (bytes) => this.#makeRoom(bytes),
    });
    const contents = new BlobSpaceStore({
      connection,
      space: 'project',
      session,
      files: this.#files,
      report,
    });
    this.images = this.#records.images();
    this.projects = projectShelf(connection, contents);
    this.settings = settingsOf(connection);
    this.#defaultBudget = defaultBudget();
    // What a crash left is in nobody's way: a sweep that fails is made up for by the next.
    this.#swept = this.#sweep().catch(() => undefined);
  }

  /** @throws {DatabaseUnavailable} when IndexedDB can't be had. */
  static async open(
    options: DatabaseOptions,
    report: (problem: StoreProblem) => void,
  ): Promise<IndexedDbStore> {
    return new IndexedDbStore(await Connection.open(options), report);
  }

  collection<T>(name: string): RecordCollection<T> {
    return this.#records.collection(name);
  }

  async figures(): Promise<StorageFigures> {
    await this.#swept;
    const database = await this.connection.database();
    const [used, blobs, cacheRecords, origin] = await Promise.all([
      bytesKept(database),
      database.count('blob-info', spaceRange('image')),
      database.count('records', IDBKeyRange.bound([cacheCollection], [cacheCollection, []])),
      originFigures(),
    ]);
    return { kind: 'indexeddb', used, blobs, cacheRecords, ...origin };
  }

  async diskUsage(): Promise<DiskUsage> {
    await Promise.all([this.#swept, this.#records.flush()]);
    return usageOf(await this.connection.database(), this.#holds, await this.budget());
  }

  async prune(request?: PruneRequest): Promise<PruneReport> {
    await Promise.all([this.#swept, this.#records.flush()]);
    return pruneDatabase(await this.connection.database(), await this.#files, this.#holds, request);
  }

  async budget(): Promise<Budget> {
    return budgetOf(this.settings, await this.#defaultBudget);
  }

  setBudget(bytes: number | undefined): Promise<void> {
    return setBudget(this.settings, bytes);
  }

  release(): void {
    this.#holds.releaseAll();
  }

  async close(): Promise<void> {
    await Promise.all([this.#swept, this.#records.flush()]);
    this.#holds.releaseAll();
    this.#session.end();
    await this.connection.close();
  }

  async #sweep(): Promise<void> {
    await this.#session.sweep(await this.connection.database(), await this.#files);
  }

  async #stayUnderBudget(size: number): Promise<void> {
    const [kept, { bytes }] = await Promise.all([this.#imageBytes(), this.budget()]);
    if (kept + size > bytes) await this.prune({ what: 'all', keepBytes: Math.max(0, bytes - size) });
  }

  async #makeRoom(bytes: number): Promise<number> {
    const keepBytes = Math.max(0, (await this.#imageBytes()) - bytes);
    return (await this.prune({ what: 'all', keepBytes })).freed;
  }

  async #imageBytes(): Promise<number> {
    const rows = await (await this.connection.database()).getAll('blob-info', spaceRange('image'));
    return rows.reduce((sum, row) => sum + row.size, 0);
  }
}

function projectShelf(connection: Connection, contents: BlobSpaceStore): ProjectShelf {
  return {
    load: async (name) => {
      const rows = await (await connection.database()).get('projects', name);
      if (rows === undefined) return undefined;
      const files: StoredFile[] = [];
      for (const { path, mode, modified, digest } of rows) {
        const content = isDigest(digest) ? await contents.get(digest) : nothing;
        if (content !== undefined) files.push({ path, mode, modified, content });
      }
      return files;
    },
    save: async (name, files) => {
      const hashed = await Promise.all(files.map(hashedFile));
      await replaceProject(await connection.database(), name, hashed);
    },
    delete: async (name) => replaceProject(await connection.database(), name, undefined),
    list: async () => (await connection.database()).getAllKeys('projects'),
  };
}

interface HashedFile {
  readonly row: ProjectFile;
  readonly digest?: Digest;
  readonly content: Uint8Array;
}

async function hashedFile({ path, mode, modified, content }: StoredFile): Promise<HashedFile> {
  if (content.length === 0) return { row: { path, mode, modified }, content };
  const digest = (await loadDigester()).contentDigest(content);
  return { row: { path, mode, modified, digest }, digest, content };
}

/** Writes the project, the contents that are new, and forgets contents no project has: one transaction. */
async function replaceProject(
  database: Database,
  name: string,
  files: readonly HashedFile[] | undefined,
): Promise<void> {
  const transaction = database.transaction(['blob-info', 'blob-chunks', 'projects'], 'readwrite');
  const info = transaction.objectStore('blob-info');
  const chunks = transaction.objectStore('blob-chunks');
  const projects = transaction.objectStore('projects');
  const needed = (files ?? []).reduce((sum, file) => sum + file.content.length, 0);
  await writing(database, transaction, needed, async (write) => {
    const [keys, names, projectRows] = await Promise.all([
      info.getAllKeys(spaceRange('project')),
      projects.getAllKeys(),
      projects.getAll(),
    ]);
    const kept = new Set(keys.map(([, digest]) => digest));
    const others = projectRows.filter((_rows, index) => names[index] !== name);
    const wanted = new Set(
      [...others.flat(), ...(files ?? []).map(({ row }) => row)].map((row) => row.digest),
    );
    for (const { digest, content } of files ?? []) {
      if (digest === undefined || kept.has(digest)) continue;
      kept.add(digest);
      writeBlob(write, { info, chunks }, 'project', digest, content);
    }
    for (const digest of kept) {
      if (wanted.has(digest)) continue;
      write(info.delete(['project', digest]));
      write(chunks.delete(spaceRange('project', digest)));
    }
    write(
      files === undefined
        ? projects.delete(name)
        : projects.put(
            files.map(({ row }) => row),
            name,
          ),
    );
  });
}
