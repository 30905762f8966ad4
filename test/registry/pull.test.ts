import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { lookup } from '../../src/filesystem/lookup.ts';
import { emptyTree, type FileNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { Puller, type PullProgress } from '../../src/registry/pull.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { digestOf, pulling, registryError, SmallRegistry } from './small-registry.ts';

const registry = new SmallRegistry();
beforeAll(() => registry.start());
afterAll(() => registry.stop());
beforeEach(() => {
  registry.misbehave = () => false;
  registry.requests.length = 0;
  registry.headers.length = 0;
  registry.manifests.clear();
  registry.blobs.clear();
});

/** Two layers: one of three files, and one that changes the second and takes the third away. */
const tars = (() => {
  const file = (size: number): FileNode => ({
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 0n,
    content: new Uint8Array(size).fill(size),
    links: 1,
  });
  const below = new TreeBuilder(emptyTree);
  for (const name of ['/kept', '/changed', '/gone']) below.put(name, file(10));
  const lower = below.finish();
  const above = new TreeBuilder(lower);
  above.put('/changed', file(70_000));
  above.remove('/gone');
  return [writeLayer(diff(emptyTree, lower)), writeLayer(diff(lower, above.finish()))];
})();

const layers = [randomBytes(300_000), Buffer.alloc(200_000, 7), Buffer.from('third')];
const image = () => `${registry.host}/team/app:1`;

describe('a pull', () => {
  it('puts the layers into the store as tars under their diff IDs', async () => {
    registry.addImage('1', layers);
    const { pull, store } = pulling();
    const pulled = await pull(image());
    expect(pulled.layers).toEqual(layers.map((layer) => ({ digest: digestOf(layer), size: layer.length })));
    expect(pulled.config.config.Env).toEqual(['A=b']);
    for (const layer of layers)
      expect(Buffer.from((await store.get(digestOf(layer) as never)) ?? [])).toEqual(layer);
  });

  it('fetches nothing twice: of an image that is known it asks only whether the tag has moved', async () => {
    registry.addImage('1', layers);
    const { pull } = pulling();
    const first = await pull(image());
    registry.requests.length = 0;
    expect(await pull(image())).toEqual(first);
    expect(registry.requests).toEqual(['HEAD /v2/team/app/manifests/1']);
  });

  it('asks nothing for an image that is known by its digest', async () => {
    const { digest } = registry.addImage('1', layers);
    const { pull } = pulling();
    await pull(`${registry.host}/team/app@${digest}`);
    registry.requests.length = 0;
    await pull(`${registry.host}/team/app@${digest}`);
    expect(registry.requests).toEqual([]);
  });

  it('sees that a tag has moved, and fetches only the layers that are new', async () => {
    registry.addImage('1', layers);
    const { pull } = pulling();
    await pull(image());
    registry.requests.length = 0;
    registry.addImage('1', [...layers.slice(0, 2), Buffer.from('another')]);
    const pulled = await pull(image());
    expect(pulled.layers.at(-1)?.digest).toBe(digestOf(Buffer.from('another')));
    expect(registry.requests.filter((request) => request.includes('/blobs/'))).toHaveLength(2);
  });

  it('uses what it has, and says so, when the registry can not be asked', async () => {
    registry.addImage('1', layers);
    const { pull, puller } = pulling();
    await pull(image());
    registry.misbehave = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    const known = await puller.resolve(parseReference(image()));
    expect(known.notes.join()).toMatch(
      /could not be asked \(server-error\), so this is .* as it was on \d{4}-/,
    );
  });

  it('offline asks nothing, and says of an unknown image that it was never pulled', async () => {
    registry.addImage('1', layers);
    let online = true;
    const { pull, puller } = pulling({ isOnline: () => online });
    await pull(image());
    registry.requests.length = 0;
    online = false;
    expect((await puller.resolve(parseReference(image()))).notes).toHaveLength(1);
    const error = await registryError(puller.resolve(parseReference(`${registry.host}/team/app:2`)));
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.explanation).toMatch(/was not pulled here before/);
    expect(registry.requests).toEqual([]);
  });

  it('fetches a layer again that the store has lost', async () => {
    registry.addImage('1', layers);
    const { pull, store } = pulling();
    await pull(image());
    await store.delete(digestOf(layers[1] as Buffer) as never);
    registry.requests.length = 0;
    await pull(image());
    expect(registry.requests.filter((request) => request.includes('/blobs/'))).toHaveLength(1);
  });

  it('tells how many bytes came, of how many, and which way', async () => {
    const { manifest } = registry.addImage('1', layers);
    const { puller } = pulling();
    const told: PullProgress[] = [];
    await puller.load(await puller.resolve(parseReference(image())), (progress) => told.push(progress));
    const total = manifest.layers.reduce((sum, { size }) => sum + size, 0);
    expect(told.at(-1)).toMatchObject({ received: total, total, throughProxy: 0 });
    expect(told.at(-1)?.layers).toEqual(
      manifest.layers.map(({ digest, size }) => ({ digest, size, received: size, way: 'direct' })),
    );
  });

  it('fetches three layers at the same time, and no more', async () => {
    const many = Array.from({ length: 9 }, () => randomBytes(10));
    registry.addImage('1', many);
    let open = 0;
    let most = 0;
    registry.misbehave = (request, response) => {
      if (!request.url?.includes('/blobs/')) return false;
      most = Math.max(most, ++open);
      const bytes = registry.blobs.get(request.url.split('/').at(-1) ?? '');
      setTimeout(() => {
        open--;
        response.end(bytes);
      }, 20);
      return true;
    };
    await pulling().pull(image());
    expect(most).toBe(3);
  });

  it('holds a few pieces of a large layer while the store is slow, and no more', async () => {
    registry.addImage('1', [randomBytes(24_000_000)]);
    const { puller, store } = pulling({ limits: { answerTime: 20_000, silenceTime: 20_000 } });
    let received = 0;
    let taken = 0;
    let most = 0;
    const put = store.put.bind(store);
    async function* slowly(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const piece of content) {
        taken += piece.length;
        await new Promise((resolve) => setImmediate(resolve));
        most = Math.max(most, received - taken);
        yield piece;
      }
    }
    store.put = (content, announced) =>
      put(content instanceof Uint8Array ? content : slowly(content), announced);
    await puller.load(await puller.resolve(parseReference(image())), (progress) => {
      received = progress.received;
    });
    expect(taken).toBe(24_000_000);
    expect(received).toBeGreaterThan(24_000_000);
    expect(most).toBeLessThan(4_000_000);
  });

  it('gives the tree of what it fetched without reading it back, and of what was there', async () => {
    registry.addImage('1', tars);
    const { client, store, records, platform } = pulling();
    let reads = 0;
    const get = store.get.bind(store);
    store.get = (digest) => {
      reads++;
      return get(digest);
    };
    await store.put(tars[0] ?? new Uint8Array());
    const snapshots = new SnapshotCache(store);
    const puller = new Puller({ client, store, records, platform, snapshots });
    const { layers: pulled } = await puller.load(await puller.resolve(parseReference(image())));
    const tree = await snapshots.load(pulled.map(({ digest }) => digest));
    const kinds = ['/kept', '/changed', '/gone'].map((path) => {
      const found = lookup(tree, path);
      return found.outcome === 'found' && found.node.type === 'file'
        ? found.node.content.length
        : found.outcome;
    });
    expect(kinds).toEqual([10, 70_000, 'missing']);
    expect(reads).toBe(1);
  });

  it('stops all at once when it is cancelled', async () => {
    registry.addImage('1', [...layers, randomBytes(50), randomBytes(60)]);
    registry.misbehave = (request, response) => {
      if (
        !request.url?.includes('/blobs/') ||
        registry.blobs.get(request.url.split('/').at(-1) ?? '')?.[0] === 0x7b
      ) {
        return false;
      }
      response.write('x');
      return true;
    };
    const stop = new AbortController();
    const pulled = pulling({ limits: { silenceTime: 60_000 } });
    setTimeout(() => stop.abort(new Error('stopped')), 100);
    await expect(pulled.pull(image(), stop.signal)).rejects.toThrow('stopped');
    expect(await pulled.store.list()).toEqual([]);
  });

  it('takes layers that are gzip files in a row, as eStargz makes them', async () => {
    const parts = [randomBytes(70_000), randomBytes(50_000), Buffer.from('end')];
    const packed = Buffer.concat(parts.map((part) => gzipSync(part)));
    registry.addImage('1', [Buffer.concat(parts)], (manifest) => {
      const [layer] = manifest.layers;
      if (layer) Object.assign(layer, registry.addBlob(packed));
    });
    const { layers: pulled } = await pulling().pull(image());
    expect(pulled[0]?.size).toBe(120_003);
  });

  it('takes uncompressed and empty layers', async () => {
    const bare = [randomBytes(5000), Buffer.alloc(1024)];
    registry.addImage('1', bare, (manifest) => {
      manifest.layers = bare.map((bytes) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        ...registry.addBlob(bytes),
      }));
    });
    expect((await pulling().pull(image())).layers.map(({ size }) => size)).toEqual([5000, 1024]);
  });
});

describe('the choice of a platform', () => {
  const index = 'application/vnd.oci.image.index.v1+json';

  it('takes the image for it from an index, and never an attestation', async () => {
    const { digest, size } = registry.addImage('amd', layers);
    const other = registry.addImage('arm', [Buffer.from('arm')]);
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    registry.addManifest(
      '1',
      {
        schemaVersion: 2,
        manifests: [
          {
            mediaType,
            ...{ digest: other.digest, size: other.size },
            platform: { os: 'unknown', architecture: 'unknown' },
          },
          {
            mediaType,
            digest: other.digest,
            size: other.size,
            platform: { os: 'linux', architecture: 'arm64' },
          },
          { mediaType, digest, size, platform: { os: 'linux', architecture: 'amd64' } },
        ],
      },
      index,
    );
    expect((await pulling().pull(image())).layers).toHaveLength(layers.length);
  });

  it('names the platforms that there are when the wanted one is missing', async () => {
    const { digest, size } = registry.addImage('arm', [Buffer.from('arm')]);
    const platforms = ['linux/arm64/v8', 'windows/amd64', 'unknown/unknown'];
    registry.addManifest(
      '1',
      {
        schemaVersion: 2,
        manifests: platforms.map((text) => {
          const [os, architecture, variant] = text.split('/');
          return { mediaType: '', digest, size, platform: { os, architecture, variant } };
        }),
      },
      index,
    );
    const error = await registryError(pulling().pull(image()));
    expect(error.code).toBe('no-platform');
    expect(error.message).toMatch('no match for platform in manifest');
    expect(error.platforms).toEqual(['linux/arm64/v8', 'windows/amd64']);
  });

  it('refuses indexes that name themselves without end', async () => {
    const entry = (digest: string, size: number) => ({
      schemaVersion: 2,
      manifests: [{ mediaType: index, digest, size, platform: { os: 'linux', architecture: 'amd64' } }],
    });
    let last = registry.addManifest('0', entry(digestOf(Buffer.from('')), 5), index);
    for (let depth = 0; depth < 10; depth++)
      last = registry.addManifest('1', entry(last.digest, last.size), index);
    expect(await registryError(pulling().pull(image()))).toMatchObject({ code: 'no-platform' });
  });
});
