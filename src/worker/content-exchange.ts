/**
 * Sends the content of a project's files once: a file that is the same array as in an earlier call goes as a
 * number. The worker then also sees the same array again, and need not digest it anew. Both ends follow the same
 * rule on what to forget, and messages arrive in order, so that they always agree.
 */
import type { ProjectEntry } from './protocol.ts';

/** A project on its way to the worker. */
export interface PackedEntries {
  readonly entries: readonly (Omit<ProjectEntry, 'content'> & { readonly content: number })[];
  /** Contents that the worker does not have yet. */
  readonly fresh: readonly (readonly [number: number, content: Uint8Array])[];
  /** Whether contents that these entries don't have may be forgotten. */
  readonly whole: boolean;
}

/** The page's end. A content that was sent must never be written to afterwards. */
export class ContentSender {
  readonly #numbers = new WeakMap<Uint8Array, number>();
  #next = 1;
  #sent = new Set<number>();

  /** `whole`: this is the project as it is; what it lacks is not coming back. */
  pack(entries: readonly ProjectEntry[], whole: boolean): PackedEntries {
    const fresh: (readonly [number, Uint8Array])[] = [];
    const used = new Set<number>();
    const packed = entries.map((entry) => {
      const number = this.#numberOf(entry.content);
      used.add(number);
      if (!this.#sent.has(number)) {
        this.#sent.add(number);
        fresh.push([number, entry.content]);
      }
      return { ...entry, content: number };
    });
    if (whole) this.#sent = used;
    return { entries: packed, fresh, whole };
  }

  /** The other end is a new one and has nothing. */
  reset(): void {
    this.#sent = new Set();
  }

  #numberOf(content: Uint8Array): number {
    const known = this.#numbers.get(content);
    if (known !== undefined) return known;
    const number = this.#next++;
    this.#numbers.set(content, number);
    return number;
  }
}

/** The worker's end. */
export class ContentReceiver {
  #contents = new Map<number, Uint8Array>();

  unpack({ entries, fresh, whole }: PackedEntries): readonly ProjectEntry[] {
    for (const [number, content] of fresh) this.#contents.set(number, content);
    const used = new Map<number, Uint8Array>();
    const unpacked = entries.map((entry) => {
      const content = this.#contents.get(entry.content);
      if (content === undefined) throw new Error(`the content of ${entry.path} was never sent to the worker`);
      used.set(entry.content, content);
      return { ...entry, content };
    });
    if (whole) this.#contents = used;
    return unpacked;
  }
}
