import { describe, expect, it } from 'vitest';
import { namedBaseImages } from '../../src/build/named-base-images.ts';
import type { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type Image, makeImage } from '../../src/image/image.ts';
import { NamedImages } from '../../src/registry/named-images.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';

async function image(blobs: MemoryBlobStore | MemoryStore['blobs'], content: string): Promise<Image> {
  const layer = await blobs.put(new TextEncoder().encode(content));
  return makeImage(
    {
      os: 'linux',
      architecture: 'amd64',
      config: { Cmd: [content] },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
      history: [],
    },
    [layer],
  );
}

const store = () => {
  const memory = new MemoryStore('a test');
  return { memory, named: new NamedImages(memory.collection('named-images'), memory.blobs) };
};
const file = { kind: 'file', file: 'app.tar' } as const;

describe('an image that is kept under a name', () => {
  it('is found by every way of writing it, and comes before all other images', async () => {
    const { memory, named } = store();
    await named.keep('debian', await image(memory.blobs, 'a'), file, 5);
    const others = { resolve: async () => undefined, names: async () => ['alpine:3'] };
    const bases = namedBaseImages(named, others);
    for (const name of ['debian', 'debian:latest', 'docker.io/library/debian:latest']) {
      const base = await bases.resolve(parseReference(name));
      expect(base?.notes).toEqual([
        'debian:latest is the image that was imported from app.tar; no registry was asked.',
      ]);
    }
    expect(await bases.resolve(parseReference('debian:12'))).toBeUndefined();
    expect(await bases.names?.()).toEqual(['debian:latest', 'alpine:3']);
  });

  it('gives way to another one of that name', async () => {
    const { memory, named } = store();
    await named.keep('app:1', await image(memory.blobs, 'a'), file, 5);
    const second = await image(memory.blobs, 'b');
    await named.keep('app:1', second, { kind: 'build' }, 6);
    const all = await named.list();
    expect(all).toMatchObject([{ name: 'docker.io/library/app:1', origin: { kind: 'build' }, kept: 6 }]);
    expect(all[0]?.image).toEqual(second);
  });

  it('is forgotten when it is removed', async () => {
    const { memory, named } = store();
    await named.keep('app', await image(memory.blobs, 'a'), file, 5);
    await named.remove('app');
    expect(await named.list()).toEqual([]);
  });

  it('whose layer is gone says what to do', async () => {
    const { memory, named } = store();
    const kept = await image(memory.blobs, 'a');
    await named.keep('app', kept, file, 5);
    await memory.blobs.delete(kept.layers[0]?.digest ?? 'sha256:');
    await expect(named.find(parseReference('app'))).rejects.toThrow(/Import app\.tar again, or remove/);
  });

  it('is not what somebody else wrote into the records', async () => {
    const memory = new MemoryStore('a test');
    const records = memory.collection<unknown>('named-images');
    const whole = { version: 1, config: new Uint8Array(), layers: [], origin: file, kept: 1 };
    const odd = [
      1,
      null,
      {},
      { ...whole, version: 2 },
      whole,
      { ...whole, layers: [{}] },
      { ...whole, origin: 3 },
    ];
    for (const [at, record] of odd.entries()) await records.put(`docker.io/library/a${at}:1`, record);
    expect(await new NamedImages(records, memory.blobs).list()).toEqual([]);
  });

  it('needs a name that is one', async () => {
    const { memory, named } = store();
    const made = await image(memory.blobs, 'a');
    await expect(named.keep('No Name', made, file, 5)).rejects.toThrow(/invalid reference format/);
  });
});
