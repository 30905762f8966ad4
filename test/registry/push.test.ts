import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type Image, makeImage, makeManifest } from '../../src/image/image.ts';
import { BlobSources } from '../../src/registry/blob-sources.ts';
import type { Fetch } from '../../src/registry/distribution/exchange.ts';
import {
  RegistryClient,
  type RegistryClientOptions,
} from '../../src/registry/distribution/registry-client.ts';
import { type PushProgress, pushImage } from '../../src/registry/push.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { hurried, registryError } from './small-registry.ts';
import { UploadRegistry } from './upload-registry.ts';

const chunk = 10_000;
const small = randomBytes(2_000);
const large = randomBytes(35_000);

let registry: UploadRegistry;
let store: MemoryBlobStore;
let image: Image;
beforeEach(async () => {
  registry = new UploadRegistry();
  await registry.start();
  store = new MemoryBlobStore();
  image = await imageOf(small, large);
});
afterEach(() => registry.stop());

async function imageOf(...contents: readonly Uint8Array[]): Promise<Image> {
  const layers = await Promise.all(contents.map((content) => store.put(content)));
  return makeImage(
    {
      os: 'linux',
      architecture: 'amd64',
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      history: [],
    },
    layers,
  );
}

const records = new Map<string, unknown>();
beforeEach(() => records.clear());
const sources = new BlobSources({
  get: async (key) => records.get(key),
  put: async (key, record) => void records.set(key, record),
});

function push(
  name: string,
  options: Partial<RegistryClientOptions> = {},
  watch: Parameters<typeof pushImage>[3] = {},
) {
  const client = new RegistryClient({
    fetch: fetch as Fetch,
    ...options,
    limits: { ...hurried, uploadChunk: chunk, parallelBlobs: 1, ...options.limits },
  });
  return pushImage(image, parseReference(`${registry.host}/${name}`), { client, store, sources }, watch);
}

describe('pushing', () => {
  it('sends the blobs, the large one in chunks, and then the manifest with the digest that is shown', async () => {
    const told: PushProgress[] = [];
    const { digest, size } = await push('team/app:1', {}, { onProgress: (progress) => told.push(progress) });
    const made = await makeManifest(image);
    expect({ digest, size }).toEqual({ digest: made.digest, size: made.bytes.length });
    expect(registry.manifests.get('team/app:1')).toEqual({
      bytes: Buffer.from(made.bytes),
      type: 'application/vnd.oci.image.manifest.v1+json',
    });
    for (const [at, content] of [small, large].entries()) {
      expect(registry.blobs.get(`team/app ${image.layers[at]?.digest}`)).toEqual(content);
    }
    expect(registry.blobs.get(`team/app ${image.configDigest}`)).toEqual(Buffer.from(image.configBytes));
    expect(registry.asked.filter((line) => line.startsWith('PATCH'))).toHaveLength(4);
    expect(registry.requests.at(-1)).toBe('PUT /v2/team/app/manifests/1');
    const last = told.at(-1);
    expect(last?.current).toBe(last?.total);
    expect(told.map(({ current }) => current)).toEqual(
      [...told.map(({ current }) => current)].sort((a, b) => a - b),
    );
    expect(last?.blobs.map(({ outcome, way }) => [outcome, way])).toEqual(Array(3).fill(['sent', 'direct']));
  });

  it('sends nothing that the repository has', async () => {
    await push('app:1');
    registry.requests.length = 0;
    const { blobs } = await push('app:2');
    expect(blobs.map(({ outcome }) => outcome)).toEqual(['there', 'there', 'there']);
    expect(registry.requests.filter((line) => !line.startsWith('HEAD'))).toEqual(['PUT /v2/app/manifests/2']);
  });

  it('mounts what another repository of the registry has, and sends what that one has lost', async () => {
    await push('app:1');
    registry.blobs.delete(`app ${image.layers[1]?.digest}`);
    registry.requests.length = 0;
    const { blobs } = await push('other:1');
    expect(blobs.map(({ outcome }) => outcome)).toEqual(['mounted', 'sent', 'mounted']);
    expect(registry.asked.filter((line) => line.includes('mount=')).length).toBe(3);
  });

  it('takes up a chunk whose connection broke where the registry is', async () => {
    let patches = 0;
    registry.misbehave = (request) => {
      if (request.method !== 'PATCH' || ++patches !== 2) return false;
      request.socket.destroy();
      return true;
    };
    await push('app:1');
    expect(registry.blobs.get(`app ${image.layers[1]?.digest}`)).toEqual(large);
    expect(registry.asked.filter((line) => /^(PATCH|GET)/.test(line)).length).toBe(6);
  });

  it('begins anew when the registry has forgotten the upload', async () => {
    let patches = 0;
    registry.misbehave = (request, response) => {
      if (request.method !== 'PATCH' || ++patches !== 3) return false;
      registry.uploads.clear();
      response.writeHead(503).end();
      return true;
    };
    await push('app:1');
    expect(registry.blobs.get(`app ${image.layers[1]?.digest}`)).toEqual(large);
  });

  it('sends a blob whole where the registry takes no chunks', async () => {
    registry.misbehave = (request, response) => {
      if (request.method !== 'PATCH') return false;
      response.writeHead(405).end();
      return true;
    };
    await push('app:1');
    expect(registry.blobs.get(`app ${image.layers[1]?.digest}`)).toEqual(large);
  });

  it('makes chunks as large as the registry wants them', async () => {
    registry.beginning = { 'oci-chunk-min-length': '30000' };
    await push('app:1');
    expect(registry.asked.filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
  });

  it('shows its credentials to the registry, and to no other host that blobs go to', async () => {
    const elsewhere = new UploadRegistry();
    await elsewhere.start();
    const seen: (string | undefined)[] = [];
    elsewhere.misbehave = (request, response) => {
      seen.push(request.headers.authorization);
      request.resume().on('end', () => response.writeHead(201).end());
      return true;
    };
    registry.beginning = { location: `http://${elsewhere.host}/upload` };
    registry.misbehave = (request, response) => {
      if (request.headers.authorization !== undefined) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    };
    image = await imageOf(small);
    await push('app:1', { credentials: () => ({ username: 'me', password: 'secret' }) });
    await elsewhere.stop();
    expect(seen).toEqual([undefined, undefined]);
  });

  it('asks the token server for the right to push, and to read where it mounts from', async () => {
    const scopes: string[][] = [];
    registry.misbehave = (request, response) => {
      const url = new URL(request.url ?? '', `http://${registry.host}`);
      if (url.pathname === '/token') {
        scopes.push(url.searchParams.getAll('scope'));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"token":"t","expires_in":300}');
        return true;
      }
      if (request.headers.authorization === 'Bearer t') return false;
      const challenge = `Bearer realm="http://${registry.host}/token",service="r"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    };
    await push('app:1');
    await push('other:1');
    expect(scopes).toEqual([
      ['repository:app:pull,push'],
      ['repository:other:pull,push'],
      ['repository:other:pull,push', 'repository:app:pull'],
    ]);
  });
});

describe('a push that is refused', () => {
  const refusing = (status: number, match: (line: string) => boolean, body = '') => {
    registry.misbehave = (request, response) => {
      if (!match(`${request.method} ${request.url}`)) return false;
      request
        .resume()
        .on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
      return true;
    };
  };

  it.each([
    [401, 'unauthorized', /^127.*: push access denied, repository does not exist/],
    [403, 'unauthorized', /push access denied.*denied: requested access/],
    [405, 'unsupported', /./],
    [413, 'limit', /./],
    [500, 'server-error', /unexpected status from POST request/],
    [429, 'rate-limited', /toomanyrequests/],
  ])('with %d says why: %s', async (status, code, message) => {
    const body = '{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}';
    refusing(status, (line) => line.startsWith('POST'), body);
    const error = await registryError(push('app:1'));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.explanation.length).toBeGreaterThan(20);
    expect(registry.manifests.size).toBe(0);
  });

  it('for its manifest leaves no tag', async () => {
    const body = '{"errors":[{"code":"MANIFEST_INVALID","message":"manifest invalid"}]}';
    refusing(400, (line) => line.includes('/manifests/'), body);
    const error = await registryError(push('app:1'));
    expect(error.message).toContain('PUT request');
    expect(error.message).toContain('manifest_invalid: manifest invalid');
  });

  it('by a registry that keeps something else is found out', async () => {
    registry.misbehave = (request, response) => {
      if (request.method !== 'PUT' || !request.url?.includes('manifests')) return false;
      response.writeHead(201, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }).end();
      return true;
    };
    expect((await registryError(push('app:1'))).code).toBe('digest-mismatch');
  });

  it('again and again ends in bounded time', async () => {
    registry.misbehave = (request) => {
      if (request.method !== 'PATCH') return false;
      request.socket.destroy();
      return true;
    };
    expect((await registryError(push('app:1'))).code).toBe('unreachable');
  });

  it('by silence ends too', async () => {
    registry.misbehave = (request) => request.method === 'POST';
    expect((await registryError(push('app:1'))).code).toBe('timeout');
  });

  it('without an address to send to, or with one in the open, sends nothing', async () => {
    registry.misbehave = (request, response) => {
      if (request.method !== 'POST') return false;
      response.writeHead(202).end();
      return true;
    };
    expect((await registryError(push('app:1'))).explanation).toContain('Access-Control-Expose-Headers');
    const forbidden: Fetch = async (url, init) =>
      init.method === 'POST'
        ? new Response(null, { status: 202, headers: { location: 'ftp://elsewhere/' } })
        : fetch(url, init);
    registry.misbehave = () => false;
    expect((await registryError(push('app:1', { fetch: forbidden }))).code).toBe('not-a-registry');
  });

  it('by whoever pushes it stops', async () => {
    const stop = new AbortController();
    const pushing = push(
      'app:1',
      {},
      { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) },
    );
    await expect(pushing).rejects.toThrow('enough');
    expect(registry.manifests.size).toBe(0);
  });

  it('names no digest', async () => {
    expect((await registryError(push(`app@${image.configDigest}`))).message).toContain(
      'cannot push a digest',
    );
  });
});
