/** Lets those who want the same thing have it one after the other, in the order in which they asked. */

export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work once everybody who asked before for one of the names is done; fails as the work does. */
  async take<Result>(names: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = names.map((name) => this.#last.get(name));
    const turn = Promise.all(before).then(work);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const name of names) this.#last.set(name, over);
    try {
      return await turn;
    } finally {
      for (const name of names) if (this.#last.get(name) === over) this.#last.delete(name);
    }
  }
}
