/** What this browser keeps for the page. */
import type { Budget, DiskUsage, PruneReport, PruneRequest } from '../../store/usage.ts';

export type { DiskUsage, PruneRequest } from '../../store/usage.ts';

export interface StorageReport {
  /** `memory`: IndexedDB isn't there (a private window); all is forgotten when the page closes. */
  readonly kind: 'indexeddb' | 'memory';
  /** Why it is `memory`. */
  readonly reason?: string;
  /** Bytes this page keeps, counted by us. */
  readonly used: number;
  readonly blobs: number;
  readonly cacheRecords: number;
  /** The browser's own estimate for the whole origin, bytes. */
  readonly originUsage?: number;
  readonly originQuota?: number;
  /** The browser promised not to evict it. */
  readonly persisted: boolean;
}

export interface StorageCalls {
  /** Compiles the sandbox and opens the store, so that the first build is quick. */
  prepare(): Promise<StorageReport>;
  storage(): Promise<StorageReport>;
  /** Image by image and cache record by cache record, as `docker system df -v` and `docker buildx du`. */
  diskUsage(): Promise<DiskUsage>;
  /**
   * Forgets what the request says; by default all layers and cache records, and what is known of registries and of
   * earlier builds. What a build is using stays, and so does the project.
   */
  prune(request?: PruneRequest): Promise<StorageReport & PruneReport>;
  /** How many bytes are kept before the least recently used are forgotten; undefined: the default again. */
  setStorageBudget(bytes: number | undefined): Promise<Budget>;
}
