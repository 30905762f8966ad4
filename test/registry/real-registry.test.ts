import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowed } from '../../proxy/allow-list.ts';
import { isLoopback, isLoopbackOrigin } from '../../proxy/loopback.ts';
import { nodeHandler } from '../../proxy/node-server.ts';
import { nodeUpstream } from '../../proxy/node-upstream.ts';
import type { Fetch } from '../../src/registry/distribution/exchange.ts';
import type { RegistryClientOptions } from '../../src/registry/distribution/registry-client.ts';
import type { PullProgress } from '../../src/registry/pull.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { type Authentication, DebianRegistry, registryMissing, user } from './debian-registry.ts';
import { Layout } from './layouts.ts';
import { digestOf, pulling, registryError } from './small-registry.ts';

if (registryMissing !== undefined) console.warn(registryMissing);

const layers = [randomBytes(3_000_000), Buffer.alloc(2_000_000, 'text '), Buffer.alloc(10_240)];
const arm = [Buffer.from('for arm')];
const expected = layers.map((layer) => ({ digest: digestOf(layer), size: layer.length }));

/** Times of real life: the hurried ones are for registries that misbehave. */
const unhurried = { limits: { answerTime: 20_000, silenceTime: 20_000 } };

describe.skipIf(registryMissing !== undefined)("Debian's registry, filled by skopeo", () => {
  const registry = new DebianRegistry();
  let proxy: Server;
  let asked: string[] = [];

  beforeAll(async () => {
    await registry.start('open');
    const layout = (name: string) => new Layout(join(registry.folder, name));
    const plain = layout('plain');
    registry.push(plain.name(plain.image(layers, 'none')), 'public/oci:1');
    registry.push(plain.name(plain.image(layers, 'none')), 'public/schema2:1', '--format', 'v2s2');
    registry.push(plain.name(plain.image(layers, 'none')), 'secret/app:1');
    const zstd = layout('zstd');
    registry.push(zstd.name(zstd.image(layers, 'zstd')), 'public/zstd:1');
    const both = layout('both');
    const index = both.index([both.image(arm, 'gzip', 'arm64'), both.image(layers, 'gzip')]);
    registry.push(both.name(index), 'public/both:1', '--all');
    const other = layout('arm');
    registry.push(other.name(other.index([other.image(arm, 'gzip', 'arm64')])), 'public/arm:1', '--all');
  }, 60_000);
  afterAll(async () => {
    await registry.stop();
    proxy?.close();
  });

  /** A proxy that may ask the registry as it is now. */
  async function startProxy(): Promise<string> {
    proxy?.close();
    const handler = nodeHandler({
      allowed: [parseAllowed(`http://${registry.host}`), ...tokenServers()],
      upstream: (url, request) => {
        asked.push(url.pathname);
        return nodeUpstream(url, request);
      },
      allowsOrigin: isLoopbackOrigin,
      servesHost: isLoopback,
      largestBody: 2 ** 30,
      largestUpload: 0,
    });
    proxy = createServer((request, response) => void handler(request, response));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/?url={url}`;
  }
  const tokenServers = () =>
    registry.realm === undefined ? [] : [parseAllowed(new URL(registry.realm).origin)];

  const pull = (name: string, options: Partial<RegistryClientOptions> = {}) =>
    pulling({ ...unhurried, ...options }).pull(`${registry.host}/${name}`);

  it.each(['public/oci:1', 'public/schema2:1', 'public/zstd:1', 'public/both:1'])(
    'gives %s',
    async (name) => {
      expect((await pull(name)).layers).toEqual(expected);
    },
  );

  it('was given zstd layers, and schema 2 manifests', async () => {
    const { puller } = pulling(unhurried);
    const types = async (name: string) => {
      const { manifest } = await puller.resolve(parseReference(`${registry.host}/${name}`));
      return [manifest.mediaType, manifest.layers[0]?.mediaType];
    };
    expect(await types('public/zstd:1')).toEqual([
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.oci.image.layer.v1.tar+zstd',
    ]);
    expect(await types('public/schema2:1')).toEqual([
      'application/vnd.docker.distribution.manifest.v2+json',
      'application/vnd.docker.image.rootfs.diff.tar.gzip',
    ]);
  });

  it('names the platforms of an image that is not for this one', async () => {
    const error = await registryError(pull('public/arm:1'));
    expect(error).toMatchObject({ code: 'no-platform', platforms: ['linux/arm64'] });
  });

  it('has no such tag, and no such image', async () => {
    expect(await registryError(pull('public/oci:2'))).toMatchObject({ code: 'not-found' });
    expect(await registryError(pull('public/none:1'))).toMatchObject({ code: 'not-found' });
  });

  it('takes a broken download up where it broke', async () => {
    let ranges = 0;
    const breaking: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (init.headers.Range !== undefined) ranges++;
      if (!url.includes('/blobs/') || init.headers.Range !== undefined) return response;
      return new Response(response.body?.pipeThrough(breakAfter(100_000)), response);
    };
    expect((await pull('public/oci:1', { fetch: breaking })).layers).toEqual(expected);
    expect(ranges).toBe(1);
  });

  it('is asked through the proxy where the page may not ask it, and the bytes are told apart', async () => {
    const template = await startProxy();
    asked = [];
    const forbidding: Fetch = (url, init) =>
      url.startsWith(`http://${registry.host}`)
        ? Promise.reject(new TypeError('Failed to fetch'))
        : fetch(url, init);
    const { puller } = pulling({ ...unhurried, fetch: forbidding, proxy: { template } });
    let last: PullProgress | undefined;
    const resolved = await puller.resolve(parseReference(`${registry.host}/public/both:1`));
    const image = await puller.load(resolved, (progress) => {
      last = progress;
    });
    expect(image.layers).toEqual(expected);
    expect(last?.throughProxy).toBe(last?.total);
    expect(asked).toHaveLength(6);
  });

  it.each<[Authentication, string]>([
    ['htpasswd', 'by name and password'],
    ['token', 'by a token for them'],
  ])('with %s gives what it keeps %s, directly and through the proxy', async (authentication) => {
    await registry.start(authentication);
    const credentials = () => user;
    expect((await pull('secret/app:1', { credentials })).layers).toEqual(expected);
    const proxied = { credentials, proxy: { template: await startProxy(), always: true } };
    expect((await pull('secret/app:1', proxied)).layers).toEqual(expected);
    const error = await registryError(pull('secret/app:1'));
    expect(error.code).toBe('unauthorized');
    const wrong = await registryError(
      pull('secret/app:1', { credentials: () => ({ ...user, password: 'x' }) }),
    );
    expect(wrong.code).toBe('unauthorized');
  });

  it('with tokens gives the nameless what is public', async () => {
    await registry.start('token');
    expect((await pull('public/both:1')).layers).toEqual(expected);
  });
});

function breakAfter(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform: (piece, controller) => {
      left -= piece.length;
      if (left < 0) controller.error(new TypeError('network error'));
      else controller.enqueue(piece);
    },
  });
}
