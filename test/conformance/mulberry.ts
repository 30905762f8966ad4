/** Random choices that are the same for the same seed, everywhere. */
export interface Choices {
  /** From 0 up to, but not, `limit`. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Whether something that happens so often, of 1, happens. */
  chance(likelihood: number): boolean;
}

/** Mulberry32. */
export function choicesFrom(seed: number): Choices {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('there is nothing to choose from');
      return item;
    },
    chance: (likelihood) => random() < likelihood,
  };
}
