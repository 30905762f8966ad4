/** The store in IndexedDB. Every write is one transaction; several tabs may use it at once. */
import { type Digest, isDigest, loadDigester } from '../image/digest.ts';
import { BlobSpaceStore, bytesKept, spaceRange, writeBlob, writing } from './blob-space.ts';
import { budgetOf, setBudget } from './budget.ts';
import { Connection, type DatabaseOptions } from './database.ts';
import { BlobHolds } from './holds.ts';
import { RecordShelf, settingsOf } from './indexeddb-records.ts';
import { pruneDatabase, usageOf } from './indexeddb-usage.ts';
import { originFigures } from './origin.ts';
import type { Database, ProjectFile } from './schema.ts';
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

  private constructor(
    readonly connection: Connection,
    report: (problem: StoreProblem) => void,
  ) {
    this.#holds = new BlobHolds(connection.options.name);
    this.#records = new RecordShelf(connection);
    this.blobs = new BlobSpaceStore(connection, 'image', report, this.#holds);
    this.images = this.#records.images();
    this.projects = projectShelf(connection, new BlobSpaceStore(connection, 'project', report));
    this.settings = settingsOf(connection);
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
    const database = await this.connection.database();
    const [used, blobs, cacheRecords, origin] = await Promise.all([
      bytesKept(database),
      database.count('blob-info', spaceRange('image')),
      database.count('records'),
      originFigures(),
    ]);
    return { kind: 'indexeddb', used, blobs, cacheRecords, ...origin };
  }

  async diskUsage(): Promise<DiskUsage> {
    await this.#records.flush();
    return usageOf(await this.connection.database(), this.#holds, await this.budget());
  }

  async prune(request?: PruneRequest): Promise<PruneReport> {
    await this.#records.flush();
    return pruneDatabase(await this.connection.database(), this.#holds, request);
  }

  budget(): Promise<Budget> {
    return budgetOf(this.settings);
  }

  setBudget(bytes: number | undefined): Promise<void> {
    return setBudget(this.settings, bytes);
  }

  release(): void {
    this.#holds.releaseAll();
  }

  async close(): Promise<void> {
    await this.#records.flush();
    this.#holds.releaseAll();
    await this.connection.close();
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
