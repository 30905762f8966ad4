/**
 * SHA-256 digests as the OCI image spec writes them (`sha256:<64 hex digits>`), of bytes and of streams.
 * Computed by WebAssembly, since `crypto.subtle` neither streams nor exists on pages served over plain http; or by
 * what the program around gives with `useHasher`.
 */
import { createSHA256 } from 'hash-wasm';

/** One SHA-256 after the other. */
export interface Hasher {
  /** Begins a new one. */
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  digest(form: 'hex'): string;
}

let makeHasher: () => Promise<Hasher> = createSHA256;

/** From now on digests are computed by these hashers: Node's own are seven times as fast as WebAssembly. */
export function useHasher(make: () => Promise<Hasher>): void {
  makeHasher = make;
  shared = undefined;
}

/** `sha256:` and 64 lower-case hex digits: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
export type Digest = `sha256:${string}`;

const pattern = /^sha256:[0-9a-f]{64}$/;

/** Whether a text from outside is a digest that we can verify (sha256 only). */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && pattern.test(text);
}

/** Digests without awaiting: one WebAssembly instance, used for one piece of bytes at a time. */
export interface Digester {
  /** Digest of the pieces, one after the other. */
  digest(...pieces: readonly Uint8Array[]): Digest;
  /** As `digest`, but remembers the answer with the array: for bytes that are never written to again. */
  contentDigest(content: Uint8Array): Digest;
}

const remembered = new WeakMap<Uint8Array, Digest>();
let shared: Promise<Digester> | undefined;

/** Compiles the hash once for the whole program; about a millisecond the first time. */
export function loadDigester(): Promise<Digester> {
  shared ??= makeHasher().then(makeDigester);
  return shared;
}

function makeDigester(hasher: Hasher): Digester {
  const digest = (...pieces: readonly Uint8Array[]): Digest => {
    hasher.init();
    for (const piece of pieces) hasher.update(piece);
    return `sha256:${hasher.digest('hex')}`;
  };
  return {
    digest,
    contentDigest: (content) => {
      const known = remembered.get(content);
      if (known !== undefined) return known;
      const fresh = digest(content);
      remembered.set(content, fresh);
      return fresh;
    },
  };
}

/** Digest of bytes. */
export async function sha256(bytes: Uint8Array): Promise<Digest> {
  return (await loadDigester()).digest(bytes);
}

/** A digest of bytes that come piece by piece; counts them too. */
export interface StreamingDigest {
  readonly size: number;
  update(piece: Uint8Array): void;
  /** Once only, at the end. */
  finish(): Digest;
}

/** Starts a digest of its own, so that several streams can be digested side by side. */
export async function startDigest(): Promise<StreamingDigest> {
  const hasher = await makeHasher();
  hasher.init();
  let size = 0;
  return {
    get size() {
      return size;
    },
    update: (piece) => {
      hasher.update(piece);
      size += piece.length;
    },
    finish: () => `sha256:${hasher.digest('hex')}`,
  };
}
