/** Reads a tar archive that is pushed in pieces, without awaiting: for bytes that go by on their way elsewhere. */
import { blockSize } from './tar-header.ts';
import { cutShort, defaultTarLimits, parseTar, type TarEntry, type TarLimits } from './tar-reader.ts';

/** Bytes set aside for a content before any of it has come: an archive may announce more than it has. */
const firstRoom = 1024 * 1024;

export class TarPushReader {
  readonly #entries: TarEntry[] = [];
  readonly #parser: ReturnType<typeof parseTar>;
  #step: ReturnType<ReturnType<typeof parseTar>['next']>;
  /** Gathers what the parser wants next. */
  #room = new Uint8Array(blockSize);
  #filled = 0;

  constructor(limits: TarLimits = defaultTarLimits) {
    this.#parser = parseTar(limits);
    this.#step = this.#parser.next(new Uint8Array(0));
  }

  /** @throws ImageError when the archive is damaged or has too much. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (!this.#step.done && at < piece.length) {
      const { want } = this.#step.value as { readonly want: number };
      const part = piece.subarray(at, at + want - this.#filled);
      this.#gather(part, want);
      at += part.length;
      if (this.#filled === want) this.#advance();
    }
  }

  /**
   * The entries, once all was pushed. Their contents are arrays of their own.
   * @throws ImageError when the archive ends in the middle of one.
   */
  finish(): readonly TarEntry[] {
    if (this.#step.done !== true && 'want' in this.#step.value) {
      const { place, orEnd } = this.#step.value;
      if (this.#filled > 0 || !orEnd) throw cutShort(place);
    }
    return this.#entries;
  }

  #gather(part: Uint8Array, want: number): void {
    const needed = this.#filled + part.length;
    if (needed > this.#room.length) {
      const larger = new Uint8Array(Math.min(want, Math.max(needed, 2 * this.#room.length, firstRoom)));
      larger.set(this.#room.subarray(0, this.#filled));
      this.#room = larger;
    }
    this.#room.set(part, this.#filled);
    this.#filled = needed;
  }

  /** Gives the parser what it wanted, up to where it wants bytes again. */
  #advance(): void {
    // What was gathered is the parser's now: contents stay views of it.
    this.#step = this.#parser.next(this.#room.subarray(0, this.#filled));
    while (this.#step.done !== true && 'entry' in this.#step.value) {
      this.#entries.push(this.#step.value.entry);
      this.#step = this.#parser.next(new Uint8Array(0));
    }
    this.#filled = 0;
    const want = this.#step.done === true ? 0 : (this.#step.value as { readonly want: number }).want;
    this.#room = new Uint8Array(Math.min(want, firstRoom));
  }
}
