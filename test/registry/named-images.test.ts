import { describe, expect, it } from 'vitest';
import { namedBaseImages } from '../../src/build/named-base-images.ts';
import type { BlobStore } from '../../src/image/blob-store.ts';
import { type Image, makeImage } from '../../src/image/image.ts';
import { NamedImages } from '../../src/registry/named-images.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';

async function image(blobs: BlobStore, content: string): Promise<Image> {
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
  return { memory, named: new NamedImages(memory.images, memory.blobs) };
};
const nobody = { resolve: async () => undefined, names: async () => ['alpine:3'] };

describe('an image that is here under a name', () => {
  it('is found by every way of writing it, and comes before all other images', async () => {
    const { memory, named } = store();
    await named.keepImported(await image(memory.blobs, 'a'), ['debian'], 'debian.tar');
    const bases = namedBaseImages(named, nobody);
    for (const name of ['debian', 'debian:latest', 'docker.io/library/debian:latest']) {
      const base = await bases.resolve(parseReference(name));
      expect(base).toMatchObject({
        origin: 'imported',
        notes: ['debian:latest is the image that was imported from debian.tar; no registry was asked.'],
      });
    }
    for (const other of ['debian:12', `debian@sha256:${'0'.repeat(64)}`]) {
      expect(await bases.resolve(parseReference(other))).toBeUndefined();
    }
    expect(await bases.names?.()).toEqual(['debian:latest', 'alpine:3']);
  });

  it('still says which file it came from after a build began with it', async () => {
    const { memory, named } = store();
    const kept = await image(memory.blobs, 'a');
    await named.keepImported(kept, ['debian'], 'debian.tar');
    const { configDigest: id, configBytes: config, layers } = kept;
    await memory.images.keep({ id, config, layers, names: ['debian:latest'], origin: 'imported' });
    await memory.images.keep({ id, config, layers, names: [], origin: 'built' });
    expect(await named.imported()).toMatchObject([{ file: 'debian.tar', names: ['debian:latest'] }]);
  });

  it('gives its name to another one', async () => {
    const { memory, named } = store();
    await named.keepImported(await image(memory.blobs, 'a'), ['app:1'], 'app.tar');
    const second = await image(memory.blobs, 'b');
    await named.keepBuilt(second, ['app:1']);
    expect(await named.list()).toEqual([{ names: ['app:1'], image: second, origin: 'built' }]);
    const base = await namedBaseImages(named, nobody).resolve(parseReference('app:1'));
    expect(base?.notes).toEqual(['app:1 is the image that was built here; no registry was asked.']);
  });

  it('and was only fetched for a build is left to whoever fetched it', async () => {
    const { memory, named } = store();
    const { configDigest: id, configBytes: config, layers } = await image(memory.blobs, 'a');
    await memory.images.keep({ id, config, layers, names: ['alpine:3'], origin: 'pulled' });
    expect(await named.find(parseReference('alpine:3'))).toBeUndefined();
  });

  it('whose layer is gone says what to do when it came from a file, and is forgotten when it was built', async () => {
    const { memory, named } = store();
    const kept = await image(memory.blobs, 'a');
    await named.keepImported(kept, ['app'], 'app.tar');
    await named.keepBuilt(await image(memory.blobs, 'b'), ['built']);
    for (const { digest } of await memory.blobs.list()) await memory.blobs.delete(digest);
    await expect(named.find(parseReference('app'))).rejects.toThrow(/Import app\.tar again, or remove/);
    expect(await named.find(parseReference('built'))).toBeUndefined();
  });

  it('needs a name that is one', async () => {
    const { memory, named } = store();
    const made = await image(memory.blobs, 'a');
    await expect(named.keepImported(made, ['No Name'], 'a.tar')).rejects.toThrow(/invalid reference format/);
  });
});
