/** The limits of the store, in one place. */

/**
 * Blobs are kept in pieces of this size. Chromium refuses a single value above 127 MiB, and pieces cost
 * nothing measurable (docs/decisions/060-store.md).
 */
export const chunkSize = 4 * 1024 * 1024;

/** The largest blob that is kept, bytes. Reading needs it in one piece of memory. */
export const largestBlob = 1024 * 1024 * 1024;
