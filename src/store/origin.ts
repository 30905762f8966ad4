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

/**
 * Asks that the data not be evicted when the disk is short; true when the browser promised it. Browsers ask this of
 * pages only, never of workers, and some ask the person: call it after something worth keeping was made.
 */
export async function persistOrigin(): Promise<boolean> {
  return (
    (await storageManager()
      ?.persist?.()
      .catch(() => false)) ?? false
  );
}
