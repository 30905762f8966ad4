/** What is stored as the storage area shows it: whose the bytes are, and what a request to forget means. Pure. */
import type { DiskUsage, PruneRequest } from '../../worker/protocol.ts';

export interface StoredParts {
  /** Bytes in layers of images, each counted once. */
  readonly images: number;
  /** Bytes that only cache records need. */
  readonly cache: number;
  readonly unreferenced: number;
}

/** Layers that images share are counted by the image side; what is left of the total is the cache's alone. */
export function storedParts({ cache, unreferenced, total }: DiskUsage): StoredParts {
  const own = cache.reduce((sum, { size, shared }) => sum + (shared ? 0 : size), 0);
  const alone = Math.min(own, Math.max(0, total - unreferenced));
  return { images: Math.max(0, total - unreferenced - alone), cache: alone, unreferenced };
}

/**
 * What the last build made is held for whoever looks at it, and forgetting lets go of it: it is in use only while a
 * build runs. What another tab is using stays all the same.
 */
export function whileNoBuildRuns(usage: DiskUsage): DiskUsage {
  const free = <Row extends object>(row: Row) => ({ ...row, reclaimable: true });
  return { ...usage, images: usage.images.map(free), cache: usage.cache.map(free), reclaimable: usage.total };
}

export type ForgetWhat = PruneRequest['what'];
export type ForgetAge = 'any' | 'hour' | 'day' | 'week';

const hour = 3_600_000;
const ages: Readonly<Record<ForgetAge, number>> = { any: 0, hour, day: 24 * hour, week: 168 * hour };

export function forgetRequest(what: ForgetWhat, age: ForgetAge): PruneRequest {
  return age === 'any' ? { what } : { what, olderThan: ages[age] };
}

/** The command that does so in Docker. */
export function forgetCommand(what: ForgetWhat, age: ForgetAge): string {
  const until = age === 'any' ? '' : ` --filter until=${ages[age] / hour}h`;
  switch (what) {
    case 'unused':
      return `docker system prune${until}`;
    case 'cache':
      return `docker builder prune --all${until}`;
    case 'image':
      return `docker image prune --all${until}`;
    case 'all':
      return `docker system prune --all${until}`;
  }
}

/** Budgets to choose from, bytes. */
export const budgets: readonly number[] = [100e6, 500e6, 1e9, 2e9, 5e9, 10e9, 20e9];
