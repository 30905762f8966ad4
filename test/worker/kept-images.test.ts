import { describe, expect, it } from 'vitest';
import { fromText } from '../../src/filesystem/byte-string.ts';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { type Layer, makeImage } from '../../src/image/image.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { KeptImages } from '../../src/worker/kept-images.ts';

async function shelf() {
  const store = new MemoryStore('a test');
  const add = async (text: string, names: readonly string[]): Promise<string> => {
    const builder = new TreeBuilder(emptyTree);
    const content = new TextEncoder().encode(text);
    builder.put(fromText('/file'), {
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: 0n,
      links: 1,
      content,
    });
    const layer = await store.blobs.put(writeLayer(diff(emptyTree, builder.finish())));
    const config = {
      architecture: 'amd64',
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: {},
      rootfs: { type: 'layers' as const, diff_ids: [layer.digest] },
      history: [{ created_by: text }],
    };
    const image = await makeImage(config, [layer]);
    await store.images.keep({
      id: image.configDigest,
      names,
      origin: 'built',
      config: image.configBytes,
      layers: image.layers,
    });
    return image.configDigest;
  };
  return { images: new KeptImages(store), add };
}

describe('kept images', () => {
  it('have the size of their files, not of the tar around them', async () => {
    const { images, add } = await shelf();
    await add('hello\n', ['app:latest']);
    expect(await images.list()).toMatchObject([
      { names: ['app:latest'], size: 6, created: '2026-01-01T00:00:00Z', origin: 'built' },
    ]);
    expect((await images.details('app')).layers).toMatchObject([{ size: 2048, fileBytes: 6 }]);
  });

  // Docker 28.5.2 says so of the bundled alpine, loaded (1,084,097 bytes), and of what it builds on it.
  it('count the targets of links in layers that were not built here', async () => {
    const store = new MemoryStore('a test');
    const layer = async (path: string) => {
      const builder = new TreeBuilder(emptyTree);
      const attributes = { mode: 0o777, uid: 0, gid: 0, mtime: 0n };
      builder.put(fromText(path), {
        ...attributes,
        type: 'symlink',
        links: 1,
        target: fromText('bin/busybox'),
      });
      return store.blobs.put(writeLayer(diff(emptyTree, builder.finish())));
    };
    const base = await layer('/sh');
    const own = await layer('/own');
    const keep = async (name: string, origin: 'bundled' | 'built', layers: readonly Layer[]) => {
      const rootfs = { type: 'layers' as const, diff_ids: layers.map(({ digest }) => digest) };
      const image = await makeImage(
        { architecture: 'amd64', os: 'linux', config: {}, rootfs, history: [] },
        layers,
      );
      const { configDigest: id, configBytes: config } = image;
      await store.images.keep({ id, names: [name], origin, config, layers });
    };
    await keep('alpine:latest', 'bundled', [base]);
    await keep('app:latest', 'built', [base, own]);
    await keep('scratch:latest', 'built', [own]);
    const sizes = (await new KeptImages(store).list()).map(({ names: [name], size }) => [name, size]);
    const length = 'bin/busybox'.length;
    expect(Object.fromEntries(sizes)).toEqual({
      'alpine:latest': length,
      'app:latest': length,
      'scratch:latest': 0,
    });
  });

  it('are found by any way to write their name, and by the beginning of their id', async () => {
    const { images, add } = await shelf();
    const id = await add('a', ['me/app:1']);
    const short = id.slice(7, 19);
    for (const reference of ['me/app:1', 'docker.io/me/app:1', short, id]) {
      expect((await images.find(reference)).id).toBe(id);
    }
    await expect(images.find('me/app')).rejects.toThrow('No such image: me/app:latest');
    await expect(images.find('nosuch')).rejects.toThrow('No such image: nosuch:latest');
    await expect(images.find('Me')).rejects.toThrow('repository name (library/Me) must be lowercase');
  });

  it('keep their layers when a newer build takes the name, as Docker’s <none>', async () => {
    const { images, add } = await shelf();
    const old = await add('old', ['app:latest']);
    const fresh = await add('new', ['app:latest']);
    const listed = await images.list();
    expect(listed.find(({ id }) => id === old)?.names).toEqual([]);
    expect((await images.find('app')).id).toBe(fresh);
  });

  it('without a name stay until there are twenty newer ones', async () => {
    const { images, add } = await shelf();
    const first = await add('first', []);
    for (let at = 0; at < 25; at++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      await add(`attempt ${at}`, []);
    }
    const listed = await images.list();
    expect(listed).toHaveLength(20);
    expect(listed.some(({ id }) => id === first)).toBe(false);
  });

  it('are named again, and lose a name to another image', async () => {
    const { images, add } = await shelf();
    const a = await add('a', ['a:latest']);
    const b = await add('b', ['b:latest']);
    await images.tag('a', 'b');
    const names = new Map((await images.list()).map((image) => [image.id, image.names]));
    expect(names.get(a as never)).toEqual(['a:latest', 'b:latest']);
    expect(names.get(b as never)).toEqual([]);
  });

  it('lose one name when they have several, and go with the last', async () => {
    const { images, add } = await shelf();
    const id = await add('a', ['a:1', 'a:2']);
    await expect(images.remove(id.slice(7, 19), false)).rejects.toThrow(
      `conflict: unable to delete ${id.slice(7, 19)} (must be forced) - image is referenced in multiple repositories`,
    );
    expect(await images.remove('a:1', false)).toEqual({ untagged: ['a:1'] });
    expect(await images.remove('a:2', false)).toEqual({ untagged: ['a:2'], deleted: id });
  });
});
