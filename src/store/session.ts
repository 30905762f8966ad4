/**
 * One tab's time with the store. Its lock is held while the tab lives, so that another can tell bytes that are being
 * written from those that a crash left behind, and sweep the latter.
 */
import type { BlobFiles } from './blob-files.ts';
import { placeOf, spaceRange, writing } from './blob-rows.ts';
import { webLocks } from './holds.ts';
import type { Database, UnfinishedWrite } from './schema.ts';

/** Where there are no locks: milliseconds without a piece until a write counts as given up. */
const longestPause = 3600 * 1000;

export class Session {
  readonly id = crypto.randomUUID();
  readonly #prefix: string;
  readonly #locks: LockManager | undefined;
  #end = (): void => undefined;
  #begun: Promise<void> | undefined;

  /** `name`: of the database. */
  constructor(name: string, locks: LockManager | undefined = webLocks()) {
    this.#prefix = `${name}/session/`;
    this.#locks = locks;
  }

  /** Answers when other tabs can see that this one lives. */
  begin(): Promise<void> {
    this.#begun ??= new Promise((resolve, reject) => {
      if (this.#locks === undefined) return resolve();
      const ended = new Promise<void>((end) => {
        this.#end = end;
      });
      this.#locks
        .request(`${this.#prefix}${this.id}`, () => {
          resolve();
          return ended;
        })
        .catch(reject);
    });
    return this.#begun;
  }

  end(): void {
    this.#end();
  }

  /** Takes away what tabs that are gone had begun to write. */
  async sweep(database: Database, files: BlobFiles | undefined): Promise<void> {
    // Before the rows are read: a row is written before its file.
    const names = (await files?.list()) ?? [];
    const living = await this.#living();
    const left = await database.getAll('writes');
    const dead = left.filter((write) => !living(write));
    const kept = new Set([
      ...left.filter(living).map(({ place }) => place.id),
      ...(await database.getAll('blob-info', spaceRange('image'))).map((info) => placeOf(info).id),
    ]);
    if (dead.length > 0) {
      const transaction = database.transaction(['writes', 'blob-chunks'], 'readwrite');
      await writing(database, transaction, 0, (write) => {
        for (const { place, space } of dead) {
          write(transaction.objectStore('writes').delete(place.id));
          if (place.kind !== 'chunks') continue;
          write(transaction.objectStore('blob-chunks').delete(spaceRange(space, place.id)));
        }
      });
    }
    await Promise.all(names.filter((name) => !kept.has(name)).map((name) => files?.remove(name)));
  }

  async #living(): Promise<(write: UnfinishedWrite) => boolean> {
    if (this.#locks === undefined) {
      const now = Date.now();
      return ({ session, touched }) => session === this.id || now - touched < longestPause;
    }
    const { held = [] } = await this.#locks.query();
    const names = new Set(held.map(({ name }) => name));
    return ({ session }) => names.has(`${this.#prefix}${session}`);
  }
}
