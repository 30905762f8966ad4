/** What is noted of a record besides itself: which blobs it needs, and what lists and pruning have to know. */
import type { Digest } from '../image/digest.ts';

export interface RecordNote {
  /** Blobs that must stay while the record does. */
  readonly blobs: readonly Digest[];
  /** As BuildKit calls it: `regular` for a layer, `exec.cachemount` for what RUN --mount=type=cache keeps. */
  readonly type: string;
  /** `[2/3] RUN make` */
  readonly description: string;
  /** Key of the record that this one stands on. */
  readonly parent?: string;
  /** It only leads to the record of this key, and goes when that goes. */
  readonly aliasOf?: string;
}

/** A note as it is kept. Times are milliseconds since the Unix epoch. */
export interface KeptNote extends RecordNote {
  readonly created: number;
  readonly lastUsed: number;
  /** How often it served since it was made. */
  readonly usageCount: number;
}

/** The note of a record that is put or served now. */
export function freshNote(note: RecordNote, before: KeptNote | undefined, now: number): KeptNote {
  const usageCount = (before?.usageCount ?? 0) + 1;
  return { ...note, created: before?.created ?? now, lastUsed: now, usageCount };
}
