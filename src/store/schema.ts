/**
 * The form of the database and how it came to be. A migration is never edited once it was released: a change
 * of form is a new migration at the end of the list, and the version is the length of the list.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { isDigest } from '../image/digest.ts';
import type { KeptNote, RecordNote } from './record-note.ts';

/** Blobs of images and blobs of projects are apart, so that forgetting the one never touches the other. */
export type BlobSpace = 'image' | 'project';

/** Where the bytes of a blob are: in chunks under that name, or in the file of that name. */
export interface BlobPlace {
  readonly kind: 'chunks' | 'file';
  readonly id: string;
}

export interface BlobInfo {
  readonly space: BlobSpace;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly chunks: number;
  /** Absent: in chunks under the digest. */
  readonly place?: BlobPlace;
}

/** A blob that is being written piece by piece; its bytes are nobody's until it is whole. */
export interface UnfinishedWrite {
  /** Whose it is: the lock of that name is held while the tab lives. */
  readonly session: string;
  readonly space: BlobSpace;
  readonly place: BlobPlace;
  /** Milliseconds since the Unix epoch, at its last piece. */
  readonly touched: number;
}

/** One file of a saved project; its content is a blob of the space `project`. */
export interface ProjectFile {
  readonly path: string;
  readonly mode: number;
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
  /** Absent for empty files and for directories. */
  readonly digest?: string;
}

export interface StoreSchema extends DBSchema {
  /** Which blobs are whole. Written in the same transaction as their chunks. */
  'blob-info': { key: [BlobSpace, string]; value: BlobInfo };
  /** The bytes, by space, name (mostly the digest) and position. */
  'blob-chunks': { key: [BlobSpace, string, number]; value: Uint8Array };
  /** Blobs that are not whole yet, by the name of their bytes. */
  writes: { key: string; value: UnfinishedWrite };
  /** Records of the build cache and the like, by collection and key. */
  records: { key: [string, string]; value: unknown };
  /** What is noted of records, by the same key; written in the same transaction. */
  'record-notes': { key: [string, string]; value: KeptNote };
  projects: { key: string; value: readonly ProjectFile[] };
  settings: { key: string; value: unknown };
}

export type Database = IDBPDatabase<StoreSchema>;

/** Takes the database from the version before to its own, within the upgrade's transaction. */
export type Migration = (
  database: Database,
  transaction: IDBPTransaction<StoreSchema, StoreNames<StoreSchema>[], 'versionchange'>,
) => void | Promise<void>;

const firstForm: Migration = (database) => {
  database.createObjectStore('blob-info');
  database.createObjectStore('blob-chunks');
  database.createObjectStore('records');
  database.createObjectStore('projects');
  database.createObjectStore('settings');
};

/** Notes for the records of the build cache, as their first form says which layers they need. */
const withNotes: Migration = async (database, transaction) => {
  const notes = database.createObjectStore('record-notes') as unknown as {
    put(note: KeptNote, key: [string, string]): Promise<unknown>;
  };
  const records = transaction.objectStore('records');
  const now = Date.now();
  for (const key of await records.getAllKeys(IDBKeyRange.bound(['build-cache'], ['build-cache', []]))) {
    const note = noteOfFirstForm(await records.get(key));
    if (note !== undefined) await notes.put({ ...note, created: now, lastUsed: now, usageCount: 1 }, key);
  }
};

function noteOfFirstForm(record: unknown): RecordNote | undefined {
  const { kind, key, digest, layer } = (record ?? {}) as Partial<
    Record<'kind' | 'key' | 'digest', unknown> & { readonly layer: { readonly digest: unknown } }
  >;
  if (kind === 'alias' && typeof key === 'string') {
    return { blobs: [], type: 'regular', description: '', aliasOf: key };
  }
  if (kind === 'layer' && isDigest(layer?.digest)) {
    return { blobs: [layer.digest], type: 'regular', description: '' };
  }
  return isDigest(digest) ? { blobs: [digest], type: 'exec.cachemount', description: '' } : undefined;
}

const withWrites: Migration = (database) => {
  database.createObjectStore('writes');
};

export const migrations: readonly Migration[] = [firstForm, withNotes, withWrites];
