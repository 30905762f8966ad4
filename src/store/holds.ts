/**
 * Which blobs are in use, here and in other tabs, so that making room never takes what a build counts on. Each is held
 * by a shared lock of the Web Locks API, which a closed or crashed tab loses by itself. Where there are no locks (pages
 * served over plain http, Node), only the blobs of this tab are known.
 */
export class BlobHolds {
  readonly #prefix: string;
  readonly #locks: LockManager | undefined;
  readonly #held = new Map<string, { readonly ready: Promise<void>; readonly release: () => void }>();

  /** `name`: of the database. */
  constructor(name: string, locks: LockManager | undefined = webLocks()) {
    this.#prefix = `${name}/blob/`;
    this.#locks = locks;
  }

  /** Answers when nobody can take the blob away any more. */
  hold(digest: string): Promise<void> {
    const known = this.#held.get(digest);
    if (known !== undefined) return known.ready;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const ready = this.#take(digest, released);
    this.#held.set(digest, { ready, release });
    return ready;
  }

  /** Lets go of all that was held here so far. */
  releaseAll(): void {
    for (const { release } of this.#held.values()) release();
    this.#held.clear();
  }

  /**
   * Runs `work` with the digests that are held anywhere. Until it has ended nobody begins to hold another one, so what
   * is not among them may be taken away.
   */
  async whileStill<Result>(work: (held: ReadonlySet<string>) => Promise<Result>): Promise<Result> {
    if (this.#locks === undefined) return work(new Set(this.#held.keys()));
    return this.#locks.request(`${this.#prefix}*`, async () => work(await this.all()));
  }

  /** The digests that are held anywhere at this moment. */
  async all(): Promise<ReadonlySet<string>> {
    const { held = [] } = (await this.#locks?.query()) ?? {};
    const names = held.flatMap(({ name }) => name ?? []).filter((name) => name.startsWith(this.#prefix));
    return new Set([...this.#held.keys(), ...names.map((name) => name.slice(this.#prefix.length))]);
  }

  async #take(digest: string, released: Promise<void>): Promise<void> {
    const locks = this.#locks;
    if (locks === undefined) return;
    await locks.request(
      `${this.#prefix}*`,
      { mode: 'shared' },
      () =>
        new Promise<void>((resolve, reject) => {
          locks
            .request(`${this.#prefix}${digest}`, { mode: 'shared' }, () => {
              resolve();
              return released;
            })
            .catch(reject);
        }),
    );
  }
}

/** Absent on pages served over plain http, and in Node. */
export function webLocks(): LockManager | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.locks;
}
