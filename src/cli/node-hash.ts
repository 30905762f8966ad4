/** SHA-256 of Node's OpenSSL, which uses the processor's instructions for it: for digests on the command line. */
import { createHash, type Hash } from 'node:crypto';
import { type Hasher, useHasher } from '../image/digest.ts';

class NodeHasher implements Hasher {
  #hash: Hash = createHash('sha256');

  init(): void {
    this.#hash = createHash('sha256');
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(form: 'hex'): string {
    return this.#hash.digest(form);
  }
}

/** Makes the engine in this process digest with it. */
export function useNodeHash(): void {
  useHasher(async () => new NodeHasher());
}
