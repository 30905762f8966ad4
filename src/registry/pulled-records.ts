/**
 * What was pulled before: which manifest a tag named, and the manifest and config of each image, so that nothing
 * is fetched twice and known images work offline. Records are read with care; what doesn't fit counts as missing.
 */
import { type Digest, isDigest, sha256 } from '../image/digest.ts';

/** Plain data by key, each written whole or not at all: the build's `CacheRecords` fit. */
export interface Records {
  get(key: string): Promise<unknown>;
  put(key: string, record: unknown): Promise<void>;
}

export interface PulledTag {
  /** What the tag named: the digest of an index or manifest. */
  readonly top: Digest;
  /** Of the image for the platform. */
  readonly manifest: Digest;
  /** Milliseconds since the Unix epoch. */
  readonly seen: number;
}

export interface PulledImage {
  readonly manifest: Uint8Array;
  readonly config: Uint8Array;
}

export class PulledRecords {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /** `name` is the whole reference and the platform. */
  async tag(name: string): Promise<PulledTag | undefined> {
    const record = await this.#read(`tag ${name}`);
    if (record === undefined) return undefined;
    const { top, manifest, seen } = record;
    if (!isDigest(top) || !isDigest(manifest) || typeof seen !== 'number') return undefined;
    return { top, manifest, seen };
  }

  async putTag(name: string, tag: PulledTag): Promise<void> {
    await this.#records.put(`tag ${name}`, { version: 1, ...tag });
  }

  /** Undefined also when the manifest was damaged; the config's digest is in the manifest, for the caller to see. */
  async image(digest: Digest): Promise<PulledImage | undefined> {
    const record = await this.#read(`image ${digest}`);
    if (record === undefined) return undefined;
    const manifest = asBytes(record.manifest);
    const config = asBytes(record.config);
    if (manifest === undefined || config === undefined || (await sha256(manifest)) !== digest)
      return undefined;
    return { manifest, config };
  }

  async putImage(digest: Digest, { manifest, config }: PulledImage): Promise<void> {
    await this.#records.put(`image ${digest}`, { version: 1, manifest, config });
  }

  async #read(key: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const record = await this.#records.get(key);
    if (typeof record !== 'object' || record === null || !('version' in record)) return undefined;
    return record.version === 1 ? (record as Readonly<Record<string, unknown>>) : undefined;
  }
}

function asBytes(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}
