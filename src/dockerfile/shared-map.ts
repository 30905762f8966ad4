// A map that is copied often and changed little: the variables that stage after stage begins with.

/**
 * By name, in the order in which each was set last. Copies share what they have in common: one of n entries costs
 * about the square root of n, so that a chain of many stages over many variables takes no time of their product.
 */
export class SharedMap<Value> {
  /** Never changed: other copies have it too. */
  #shared: ReadonlyMap<string, Value>;
  /** What was set since, which counts before what is shared. */
  #own: Map<string, Value>;

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    this.#shared = new Map();
    this.#own = new Map();
    for (const [name, value] of entries) this.set(name, value);
  }

  get(name: string): Value | undefined {
    return this.#own.get(name) ?? this.#shared.get(name);
  }

  has(name: string): boolean {
    return this.#own.has(name) || this.#shared.has(name);
  }

  /** It is the last one then. */
  set(name: string, value: Value): void {
    this.#own.delete(name);
    this.#own.set(name, value);
  }

  *keys(): Iterable<string> {
    for (const name of this.#shared.keys()) if (!this.#own.has(name)) yield name;
    yield* this.#own.keys();
  }

  copy(): SharedMap<Value> {
    if (this.#own.size ** 2 > this.#shared.size) this.#share();
    const copy = new SharedMap<Value>();
    copy.#shared = this.#shared;
    copy.#own = new Map(this.#own);
    return copy;
  }

  #share(): void {
    const all = new Map(this.#shared);
    for (const [name, value] of this.#own) {
      all.delete(name);
      all.set(name, value);
    }
    this.#shared = all;
    this.#own = new Map();
  }
}
