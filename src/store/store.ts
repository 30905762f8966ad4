/**
 * What is remembered between two visits: blobs, records of the build cache, projects and settings. One
 * interface, kept in IndexedDB or, where that can't be had, in memory.
 */
import type { BlobStore } from '../image/blob-store.ts';
import type { Digest } from '../image/digest.ts';
import type { KeptImage } from './kept-image.ts';
import type { RecordNote } from './record-note.ts';
import type { Budget, DiskUsage, PruneReport, PruneRequest } from './usage.ts';

/** Records of one kind by key. A record is plain data: all that structured clone takes. */
export interface RecordCollection<T> {
  get(key: string): Promise<T | undefined>;
  /** All or nothing; resolves when it is written. The note says which blobs the record needs, for lists and pruning. */
  put(key: string, record: T, note?: RecordNote): Promise<void>;
  /** Notes that the record served now; written a little later. None of that key is no error. */
  used(key: string): void;
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

/** Images by their id: those that builds began with, and those that they made. */
export interface ImageShelf {
  /** Keeps it, or notes that it served again. Its names are taken from whichever image had them, as `docker tag` does. */
  keep(image: KeptImage): Promise<void>;
  /** Sets its names to these, which no other image has. None of that id is no error. */
  rename(id: Digest, names: readonly string[]): Promise<void>;
  /** Most recently used first. */
  list(): Promise<readonly KeptImage[]>;
}

/** Settings by name: plain data. */
export type SettingShelf = Omit<RecordCollection<unknown>, 'used'>;

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
  readonly images: ImageShelf;
  readonly projects: ProjectShelf;
  readonly settings: SettingShelf;
  figures(): Promise<StorageFigures>;
  /** What is kept, image by image and cache record by cache record. */
  diskUsage(): Promise<DiskUsage>;
  /**
   * Forgets images, cache records and the blobs that nothing needs any more: what the request says; by default all,
   * with what is known of registries and of earlier builds. Projects and settings always stay, and so does what a
   * build is using, here or in another tab.
   */
  prune(request?: PruneRequest): Promise<PruneReport>;
  /** How many bytes of images and cache are kept before the least recently used are forgotten. */
  budget(): Promise<Budget>;
  /** Undefined: the default again. */
  setBudget(bytes: number | undefined): Promise<void>;
  /** Lets go of the blobs that were read or written here so far: they may be forgotten when room is needed. */
  release(): void;
  close(): Promise<void>;
}
