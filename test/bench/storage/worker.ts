/** In a worker of the page: writes and reads a blob in each of the ways that a browser offers, and answers milliseconds. */
const chunkSize = 4 * 1024 * 1024;

interface Way {
  write(name: string, content: Uint8Array<ArrayBuffer>): Promise<void>;
  read(name: string): Promise<number>;
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open('bench', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('chunks');
  return settled(opening);
}

function* chunks(content: Uint8Array<ArrayBuffer>): Generator<readonly [number, Uint8Array<ArrayBuffer>]> {
  for (let at = 0, index = 0; at < content.length; at += chunkSize, index++) {
    yield [index, content.slice(at, at + chunkSize)];
  }
}

/** As one transaction, or one each with at most two under way. */
function inDatabase(database: IDBDatabase, together: boolean): Way {
  return {
    write: async (name, content) => {
      if (together) {
        const transaction = database.transaction('chunks', 'readwrite');
        for (const [index, piece] of chunks(content))
          transaction.objectStore('chunks').put(piece, [name, index]);
        return finished(transaction);
      }
      const under: Promise<void>[] = [];
      for (const [index, piece] of chunks(content)) {
        const transaction = database.transaction('chunks', 'readwrite');
        transaction.objectStore('chunks').put(piece, [name, index]);
        under.push(finished(transaction));
        if (under.length >= 2) await under.shift();
      }
      await Promise.all(under);
    },
    read: async (name) => {
      let size = 0;
      for (let index = 0; ; index++) {
        const piece: Uint8Array | undefined = await settled(
          database.transaction('chunks').objectStore('chunks').get([name, index]),
        );
        if (piece === undefined) return size;
        size += piece.length;
      }
    },
  };
}

/** What dedicated workers have and the DOM library does not know. */
interface AccessibleFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<{
    getSize(): number;
    read(buffer: Uint8Array, options: { readonly at: number }): number;
    write(buffer: Uint8Array, options: { readonly at: number }): number;
    flush(): void;
    close(): void;
  }>;
}

const accessible = async (name: string, create = false): Promise<AccessibleFile> =>
  (await (await root()).getFileHandle(name, { create })) as AccessibleFile;

const root = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();

/** A file of the origin's own file system, written synchronously and flushed. */
const inFile: Way = {
  write: async (name, content) => {
    const access = await (await accessible(name, true)).createSyncAccessHandle();
    let at = 0;
    for (const [, piece] of chunks(content)) at += access.write(piece, { at });
    access.flush();
    access.close();
  },
  read: async (name) => {
    const file = await (await (await root()).getFileHandle(name)).getFile();
    let size = 0;
    for (let at = 0; at < file.size; at += chunkSize) {
      size += (await file.slice(at, at + chunkSize).arrayBuffer()).byteLength;
    }
    return size;
  },
};

const inFileSynchronously: Way = {
  ...inFile,
  read: async (name) => {
    const access = await (await accessible(name)).createSyncAccessHandle();
    const size = access.getSize();
    let at = 0;
    while (at < size) at += access.read(new Uint8Array(chunkSize), { at });
    access.close();
    return at;
  },
};

const inWritable: Way = {
  ...inFile,
  write: async (name, content) => {
    const file = await (await root()).getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    for (const [, piece] of chunks(content)) await stream.write(piece);
    await stream.close();
  },
};

async function measure(sizes: readonly number[], runs: number) {
  const database = await openDatabase();
  const ways: Readonly<Record<string, Way>> = {
    'IndexedDB, one transaction': inDatabase(database, true),
    'IndexedDB, one a chunk': inDatabase(database, false),
    'OPFS, sync handle, getFile': inFile,
    'OPFS, sync handle, sync read': inFileSynchronously,
    'OPFS, createWritable, getFile': inWritable,
  };
  const figures: { way: string; size: number; write: number; read: number }[] = [];
  for (const size of sizes) {
    const content = new Uint8Array(size * 1024 * 1024);
    for (let at = 0; at < content.length; at += 65536)
      crypto.getRandomValues(content.subarray(at, at + 65536));
    for (let run = 0; run < runs; run++) {
      for (const [name, way] of Object.entries(ways)) {
        const key = `${name}-${size}-${run}`.replaceAll(/[^\w-]/g, '');
        const start = performance.now();
        await way.write(key, content);
        const written = performance.now();
        const read = await way.read(key);
        if (read !== content.length) throw new Error(`${name}: read ${read} of ${content.length} bytes`);
        figures.push({ way: name, size, write: written - start, read: performance.now() - written });
        if (name.startsWith('OPFS')) await (await root()).removeEntry(key);
        else {
          const transaction = database.transaction('chunks', 'readwrite');
          transaction.objectStore('chunks').clear();
          await finished(transaction);
        }
      }
    }
  }
  return figures;
}

const { sizes, runs } = Object.fromEntries(new URL(location.href).searchParams);
measure((sizes ?? '1').split(',').map(Number), Number(runs ?? 1)).then(
  (figures) => postMessage({ figures }),
  (error) => postMessage({ error: String(error) }),
);

export {};
