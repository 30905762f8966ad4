/** What can go wrong while remembering things, as one typed error whose message is for a person. */
import { sizeText } from '../image/size-text.ts';

export type StoreErrorCode =
  /** The browser refused the bytes: its quota or the disk is full. Nothing of the write was kept. */
  | 'full'
  /** A newer page of Drydock changed the data's form while this page was open. */
  | 'superseded'
  /** The bytes are larger than we keep in one piece. */
  | 'too-large'
  /** Anything else IndexedDB said. */
  | 'failed';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The error for a write that the browser refused for want of space. `needed` and `kept` are bytes. */
export function storageFull(needed: number, kept: number, cause: unknown): StoreError {
  return new StoreError(
    'full',
    `The browser has no room for ${sizeText(needed)} more; ${sizeText(kept)} are kept for this page. ` +
      'Nothing of this write was stored, and nothing that was stored before is lost. ' +
      'Forget the kept layers (prune), or free space on the disk, and build again.',
    { cause },
  );
}

/** Whether the browser refused a write for want of space. */
export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
