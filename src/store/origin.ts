/** What the browser says of the whole origin's storage: https://storage.spec.whatwg.org/ */

export interface OriginFigures {
  /** Bytes; the browser rounds and pads it. */
  readonly originUsage?: number;
  readonly originQuota?: number;
  readonly persisted: boolean;
}

function storageManager(): StorageManager | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.storage;
}

export async function originFigures(): Promise<OriginFigures> {
  const storage = storageManager();
  const estimate: StorageEstimate = (await storage?.estimate?.().catch(() => undefined)) ?? {};
  const persisted = (await storage?.persisted?.().catch(() => false)) ?? false;
  return {
    ...(estimate.usage === undefined ? {} : { originUsage: estimate.usage }),
    ...(estimate.quota === undefined ? {} : { originQuota: estimate.quota }),
    persisted,
  };
}

/** Asks that the data not be evicted; workers may not ask in every browser, and then the answer is what holds. */
export async function persistOrigin(): Promise<boolean> {
  const storage = storageManager();
  if (storage === undefined) return false;
  const granted = await storage.persist?.().catch(() => false);
  return granted ?? (await storage.persisted?.().catch(() => false)) ?? false;
}
