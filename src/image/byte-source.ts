/**
 * Where the bytes of a large file come from: they are streamed, from any place, as often as is wanted, and never
 * all in memory. `ByteReader` reads one such stream in the portions that a parser asks for.
 */

export interface ByteSource {
  /** How errors call it: a file name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` (0 by default) up to `end` (all by default). */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** A `Blob` or `File`: the browser reads it from the disk as it is asked for. */
export function blobSource(blob: Blob, name: string): ByteSource {
  return {
    name,
    size: blob.size,
    stream: (start = 0, end = blob.size) => piecesOf(blob.slice(start, end).stream()),
  };
}

export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    stream: async function* (start = 0, end = bytes.length) {
      yield bytes.subarray(start, end);
    },
  };
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Safari's streams can't be iterated.
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Less than this is read and dropped: opening a stream anew costs more. */
const leastJump = 256 * 1024;

export class ByteReader {
  readonly #open: (start: number) => AsyncIterable<Uint8Array>;
  readonly #canJump: boolean;
  #iterator: AsyncIterator<Uint8Array>;
  #waiting: Uint8Array = new Uint8Array(0);
  #position = 0;

  /** `canJump`: `open` can begin anywhere at no cost, so that what is skipped need not be read. */
  constructor(open: (start: number) => AsyncIterable<Uint8Array>, canJump: boolean) {
    this.#open = open;
    this.#canJump = canJump;
    this.#iterator = open(0)[Symbol.asyncIterator]();
  }

  /** Bytes that were read or skipped. */
  get position(): number {
    return this.#position;
  }

  /** So many bytes as an array of its own; fewer only at the end. */
  async read(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    let at = 0;
    for await (const piece of this.pieces(count)) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return at === count ? bytes : bytes.slice(0, at);
  }

  /** The next so many bytes as they come, views of the stream's own pieces; fewer only at the end. */
  async *pieces(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      const piece = await this.#next(left);
      if (piece === undefined) return;
      left -= piece.length;
      yield piece;
    }
  }

  /** Leaves out so many bytes; what lies behind the end is no error here. */
  async skip(count: number): Promise<void> {
    if (this.#canJump && count - this.#waiting.length >= leastJump) {
      await this.close();
      this.#position += count;
      this.#waiting = new Uint8Array(0);
      this.#iterator = this.#open(this.#position)[Symbol.asyncIterator]();
      return;
    }
    for await (const _ of this.pieces(count));
  }

  /** Ends the stream. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#waiting.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) return undefined;
      this.#waiting = next.value;
    }
    const piece = this.#waiting.subarray(0, most);
    this.#waiting = this.#waiting.subarray(piece.length);
    this.#position += piece.length;
    return piece;
  }
}
