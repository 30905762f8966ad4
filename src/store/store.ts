/**
 * What is remembered between two visits: blobs, records of the build cache, projects and settings. One
 * interface, kept in IndexedDB or, where that can't be had, in memory.
 */
import type { BlobStore } from '../image/blob-store.ts';

/** Records of one kind by key. A record is plain data: all that structured clone takes. */
export interface RecordCollection<T> {
  get(key: string): Promise<T | undefined>;
  /** All or nothing; resolves when it is written. */
  put(key: string, record: T): Promise<void>;
  delete(key: string): Promise<void>;
  /** All of them, sorted by key. */
  list(): Promise<readonly { readonly key: string; readonly record: T }[]>;
}

/** A file or an empty directory (its path ends in `/`) of a project. */
export interface StoredFile {
  readonly path: string;
  readonly mode: number;
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
  readonly content: Uint8Array;
}

export interface ProjectShelf {
  /**
   * The files as they were saved; undefined when there is no such project. A file whose bytes were damaged
   * is left out and reported.
   */
  load(name: string): Promise<readonly StoredFile[] | undefined>;
  /** Replaces the whole project, all or nothing. */
  save(name: string, files: readonly StoredFile[]): Promise<void>;
  delete(name: string): Promise<void>;
  /** Names, sorted. */
  list(): Promise<readonly string[]>;
}

/** How much is kept and where. */
export interface StorageFigures {
  readonly kind: 'indexeddb' | 'memory';
  /** Why it is `memory`. */
  readonly reason?: string;
  /** Bytes of all blobs and project files, counted by us; records come on top and are small. */
  readonly used: number;
  readonly blobs: number;
  readonly cacheRecords: number;
  /** The browser's own estimate for the whole origin, bytes. */
  readonly originUsage?: number;
  readonly originQuota?: number;
  /** The browser promised not to evict it. */
  readonly persisted: boolean;
}

/** Something that was kept turned out to be damaged; it has been removed. */
export interface StoreProblem {
  readonly kind: 'damaged-blob';
  readonly digest: string;
  readonly message: string;
}

export interface Store {
  /** Layers, configs and manifests. A damaged one is as good as absent: removed, reported, undefined. */
  readonly blobs: BlobStore;
  collection<T>(name: string): RecordCollection<T>;
  readonly projects: ProjectShelf;
  readonly settings: RecordCollection<unknown>;
  figures(): Promise<StorageFigures>;
  /** Forgets all blobs of images and all records; projects and settings stay. */
  prune(): Promise<void>;
  close(): Promise<void>;
}
