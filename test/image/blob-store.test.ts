import { describe, expect, it } from 'vitest';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { isDigest, loadDigester, sha256, startDigest } from '../../src/image/digest.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const abc = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

async function* pieces(...texts: string[]) {
  for (const text of texts) yield bytes(text);
}

describe('a digest', () => {
  it('is the SHA-256 of the bytes, whole or in pieces', async () => {
    expect(await sha256(bytes('abc'))).toBe(abc);
    const stream = await startDigest();
    stream.update(bytes('a'));
    stream.update(bytes('bc'));
    expect([stream.size, stream.finish()]).toEqual([3, abc]);
    const digester = await loadDigester();
    expect(digester.digest(bytes('ab'), bytes('c'))).toBe(abc);
    expect(digester.contentDigest(bytes('abc'))).toBe(abc);
  });

  it('is recognised only when whole and lower-case', () => {
    expect(isDigest(abc)).toBe(true);
    expect(isDigest(abc.toUpperCase())).toBe(false);
    expect(isDigest(abc.slice(0, -1))).toBe(false);
    expect(isDigest(`sha512:${'0'.repeat(64)}`)).toBe(false);
    expect(isDigest(7)).toBe(false);
  });
});

describe('a blob store', () => {
  it('gives back what was put, by digest', async () => {
    const store = new MemoryBlobStore();
    expect(await store.put(pieces('a', 'bc'))).toEqual({ digest: abc, size: 3 });
    expect(await store.get(abc)).toEqual(bytes('abc'));
    expect(await store.list()).toEqual([{ digest: abc, size: 3 }]);
    await store.delete(abc);
    expect(await store.has(abc)).toBe(false);
    expect(await store.get(abc)).toBeUndefined();
  });

  it('refuses bytes that are not as announced, and keeps nothing of them', async () => {
    const store = new MemoryBlobStore();
    await expect(store.put(bytes('abd'), { digest: abc })).rejects.toMatchObject({
      name: 'ImageError',
      code: 'digest-mismatch',
      expected: abc,
    });
    await expect(store.put(pieces('ab', 'cd'), { size: 3 })).rejects.toMatchObject({ code: 'size-mismatch' });
    await expect(store.put(pieces('ab'), { size: 3 })).rejects.toMatchObject({ code: 'size-mismatch' });
    expect(await store.list()).toEqual([]);
  });
});
