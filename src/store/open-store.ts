/** Opens what remembers: IndexedDB, or memory where the browser gives none, with the reason in plain words. */
import { type DatabaseOptions, DatabaseUnavailable } from './database.ts';
import { IndexedDbStore } from './indexeddb-store.ts';
import { MemoryStore } from './memory-store.ts';
import type { Store, StoreProblem } from './store.ts';

export interface OpenStoreOptions extends Partial<DatabaseOptions> {
  /** Told of everything that was kept and turned out damaged. */
  readonly report?: (problem: StoreProblem) => void;
}

/** Never fails: at worst all is forgotten when the page closes, and `figures().reason` says why. */
export async function openStore(options: OpenStoreOptions = {}): Promise<Store> {
  const { report = () => undefined, name = 'drydock', ...rest } = options;
  try {
    return await IndexedDbStore.open({ name, ...rest }, report);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    return new MemoryStore(error.message);
  }
}
