/** What this browser keeps for the page. */

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
  /** Forgets layers and cache records. */
  prune(): Promise<StorageReport>;
}
