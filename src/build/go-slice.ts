/**
 * A list that grows as Go's slices do. BuildKit copies the image of a stage to each stage that begins FROM it, but
 * not the array behind its history: as long as there is room in that array, the stages write over one another's
 * entries, and history says so in the image. Made to give the very history that Docker gives.
 */
export class GoSlice<Item> {
  readonly #array: Item[];
  readonly #capacity: number;
  readonly length: number;

  private constructor(array: Item[], length: number, capacity: number) {
    this.#array = array;
    this.length = length;
    this.#capacity = capacity;
  }

  /** As `encoding/json` makes it: appended one by one. */
  static of<Item>(items: readonly Item[]): GoSlice<Item> {
    let slice = new GoSlice<Item>([], 0, 0);
    for (const item of items) slice = slice.append(item);
    return slice;
  }

  /** The slice with one more item: in the same array while there is room, whoever else has a slice of it. */
  append(item: Item): GoSlice<Item> {
    const { length } = this;
    if (length < this.#capacity) {
      this.#array[length] = item;
      return new GoSlice(this.#array, length + 1, this.#capacity);
    }
    const array = [...this.items(), item];
    return new GoSlice(array, array.length, grownCapacity(this.#capacity));
  }

  /** As they are now. */
  items(): readonly Item[] {
    return this.#array.slice(0, this.length);
  }
}

/** Bytes of one `ocispecs.History`. */
const itemSize = 64;
const pageSize = 8192;

/** `growslice` in Go's runtime/slice.go, for one item more; sizes are rounded up to those of the allocator. */
function grownCapacity(capacity: number): number {
  if (capacity === 0) return 1;
  if (capacity < 256) return capacity * 2;
  const grown = capacity + Math.floor((capacity + 3 * 256) / 4);
  return (Math.ceil((grown * itemSize) / pageSize) * pageSize) / itemSize;
}
