/**
 * The form of the database and how it came to be. A migration is never edited once it was released: a change
 * of form is a new migration at the end of the list, and the version is the length of the list.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { KeptNote } from './record-note.ts';

/** Blobs of images and blobs of projects are apart, so that forgetting the one never touches the other. */
export type BlobSpace = 'image' | 'project';

export interface BlobInfo {
  readonly space: BlobSpace;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly chunks: number;
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
  /** The bytes, by space, digest and position. */
  'blob-chunks': { key: [BlobSpace, string, number]; value: Uint8Array };
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

/** Without notes nobody knows which layers are needed, so what was kept without them goes: it is made again. */
const withNotes: Migration = (database, transaction) => {
  database.createObjectStore('record-notes');
  const image = IDBKeyRange.bound(['image'], ['image', []]);
  return Promise.all([
    transaction.objectStore('records').clear(),
    transaction.objectStore('blob-info').delete(image),
    transaction.objectStore('blob-chunks').delete(image),
  ]).then(() => undefined);
};

export const migrations: readonly Migration[] = [firstForm, withNotes];
