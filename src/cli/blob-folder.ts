/**
 * `BlobStore` in a folder, laid out as an OCI layout's `blobs/sha256/HEX`. Blobs are written whole or not at all
 * and verified when they are read: one that was damaged is as good as absent, and is removed.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  type Announced,
  type Blob,
  type BlobContent,
  type BlobReading,
  type BlobStore,
  collect,
} from '../image/blob-store.ts';
import { type Digest, isDigest, sha256 } from '../image/digest.ts';
import { removeAbandoned, writeCheckedFile } from './atomic-file.ts';

export class BlobFolder implements BlobStore {
  readonly #folder: string;
  /** Read and verified in this process: not hashed again at every look. */
  readonly #known = new Map<Digest, WeakRef<Uint8Array>>();

  constructor(folder: string) {
    this.#folder = join(folder, 'blobs', 'sha256');
  }

  /** Takes away what crashed writers left. */
  async tidy(): Promise<void> {
    await removeAbandoned(this.#folder);
  }

  async put(content: BlobContent, announced: Announced = {}): Promise<Blob> {
    const { bytes, digest } = await collect(content, announced);
    // A damaged file of the same name is replaced, since only whole ones count as there.
    if ((await this.get(digest)) === undefined) await writeCheckedFile(this.#path(digest), [bytes]);
    this.#known.set(digest, new WeakRef(bytes));
    return { digest, size: bytes.length };
  }

  async get(digest: Digest): Promise<Uint8Array | undefined> {
    const known = this.#known.get(digest)?.deref();
    if (known !== undefined) return known;
    const read = await readFile(this.#path(digest)).catch(absent);
    if (read === undefined) return undefined;
    const bytes = new Uint8Array(read.buffer, read.byteOffset, read.byteLength);
    if ((await sha256(bytes)) !== digest) {
      await this.delete(digest);
      return undefined;
    }
    this.#known.set(digest, new WeakRef(bytes));
    return bytes;
  }

  async open(digest: Digest): Promise<BlobReading | undefined> {
    const bytes = await this.get(digest);
    return bytes && { digest, size: bytes.length, pieces: Readable.from([bytes]) };
  }

  async has(digest: Digest): Promise<boolean> {
    // Read, not looked for: a build that counts on a damaged layer would fail at its end.
    return (await this.get(digest)) !== undefined;
  }

  async delete(digest: Digest): Promise<void> {
    this.#known.delete(digest);
    await rm(this.#path(digest), { force: true });
  }

  async list(): Promise<readonly Blob[]> {
    const names = (await readdir(this.#folder).catch(absent)) ?? [];
    const blobs: Blob[] = [];
    for (const name of names.sort()) {
      const digest = `sha256:${name}`;
      if (!isDigest(digest)) continue;
      const found = await stat(this.#path(digest)).catch(absent);
      if (found !== undefined) blobs.push({ digest, size: found.size });
    }
    return blobs;
  }

  #path(digest: Digest): string {
    return join(this.#folder, digest.slice('sha256:'.length));
  }
}

/** A file that isn't there is an answer; all else is an error. */
export function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
    return undefined;
  }
  throw error;
}
