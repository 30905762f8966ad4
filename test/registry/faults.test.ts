/** Registries, and what lies between, that misbehave: each ends in a typed error, in bounded time and memory. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pulling, registryError, SmallRegistry } from './small-registry.ts';

const registry = new SmallRegistry();
beforeAll(() => registry.start());
afterAll(() => registry.stop());

const layer = randomBytes(1_000_000);
let packed: Buffer;
let blobPath: string;

beforeEach(() => {
  registry.manifests.clear();
  registry.blobs.clear();
  const { manifest } = registry.addImage('1', [layer]);
  const digest = manifest.layers[0]?.digest ?? '';
  packed = registry.blobs.get(digest) ?? Buffer.alloc(0);
  blobPath = `/blobs/${digest}`;
  registry.misbehave = () => false;
  registry.requests.length = 0;
});

const began = new Map<string, number>();
beforeEach(({ task }) => void began.set(task.id, performance.now()));
afterEach(({ task }) => expect(performance.now() - (began.get(task.id) ?? 0)).toBeLessThan(8000));

const image = () => `${registry.host}/team/app:1`;
const pull = () => pulling().pull(image());
const failure = () => registryError(pull());
const layerRequests = () => registry.requests.filter((request) => request.endsWith(blobPath));

/** What the registry does with requests for the layer, or for the manifest. */
const onLayer = (act: (response: ServerResponse, range: string | undefined) => void) => {
  registry.misbehave = (request, response) => {
    if (!request.url?.endsWith(blobPath)) return false;
    act(response, request.headers.range);
    return true;
  };
};
const onManifest = (act: (response: ServerResponse) => void) => {
  registry.misbehave = (request, response) => {
    if (!request.url?.includes('/manifests/')) return false;
    act(response);
    return true;
  };
};
const startOf = (range: string | undefined) => Number(/=(\d+)/.exec(range ?? '')?.[1] ?? 0);

describe('a download that breaks', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('after %d tenths is taken up there', async (tenth) => {
    const cut = Math.floor((packed.length * tenth) / 10);
    let times = 0;
    onLayer((response, range) => {
      const start = startOf(range);
      const headers = { 'content-length': packed.length - start };
      if (times++ === 0) {
        response.writeHead(200, headers);
        response.write(packed.subarray(0, cut), () => response.destroy());
        return;
      }
      response.writeHead(206, {
        ...headers,
        'content-range': `bytes ${start}-${packed.length - 1}/${packed.length}`,
      });
      response.end(packed.subarray(start));
    });
    const { layers } = await pull();
    expect(layers[0]?.size).toBe(layer.length);
    expect(layerRequests()).toHaveLength(2);
  });

  it.each([1, 5, 9])('every time after %d tenths of it ends in an error', async (tenth) => {
    onLayer((response, range) => {
      const start = startOf(range);
      const rest = packed.subarray(start);
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': rest.length + 1000,
        ...(start > 0 ? { 'content-range': `bytes ${start}-${packed.length - 1}/${packed.length}` } : {}),
      });
      response.write(rest.subarray(0, Math.floor((packed.length * tenth) / 10) - start), () =>
        response.destroy(),
      );
    });
    const error = await failure();
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch('unexpected EOF');
    expect(layerRequests().length).toBeLessThan(10);
  });

  it('is begun again where the registry knows no ranges, and gives the same', async () => {
    let times = 0;
    onLayer((response) => {
      response.writeHead(200, { 'content-length': packed.length });
      if (times++ > 0) response.end(packed);
      else response.write(packed.subarray(0, 300_000), () => response.destroy());
    });
    expect((await pull()).layers[0]?.size).toBe(layer.length);
  });

  it('is refused when it goes on at another place than asked for', async () => {
    onLayer((response, range) => {
      if (range === undefined) {
        response.writeHead(200, { 'content-length': packed.length });
        response.write(packed.subarray(0, 300_000), () => response.destroy());
        return;
      }
      response.writeHead(206, { 'content-range': `bytes 5-${packed.length - 1}/${packed.length}` });
      response.end(packed.subarray(5));
    });
    expect(await failure()).toMatchObject({ code: 'server-error' });
  });
});

describe('a layer that is not what the manifest says', () => {
  it('is refused when bytes were changed', async () => {
    const changed = Buffer.from(packed);
    changed[500_000] = (changed[500_000] ?? 0) ^ 1;
    onLayer((response) => void response.end(changed));
    const { pull, store } = pulling();
    const error = await registryError(pull(image()));
    expect(error.code).toBe('digest-mismatch');
    expect(error.message).toMatch('unexpected commit digest');
    expect(await store.list()).toEqual([]);
  });

  it('is refused when it is longer, as soon as it is', async () => {
    onLayer((response) => {
      const more = () => response.write(Buffer.alloc(65_536), () => setImmediate(more));
      more();
    });
    expect(await failure()).toMatchObject({ code: 'size-mismatch' });
  });

  it('is refused when it is shorter', async () => {
    onLayer((response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.end(packed.subarray(0, 5000));
    });
    expect(await failure()).toMatchObject({ code: 'size-mismatch' });
  });

  it('is refused when it unpacks to something else than the config says', async () => {
    registry.addImage('1', [layer], (manifest) => {
      Object.assign(manifest.layers[0] ?? {}, registry.addBlob(gzipSync('other')));
    });
    expect(await failure()).toMatchObject({ code: 'digest-mismatch' });
  });

  it('is refused when it is no gzip although it begins as one', async () => {
    const broken = Buffer.concat([gzipSync(layer).subarray(0, 1000), randomBytes(5000)]);
    registry.addImage('1', [layer], (manifest) => {
      Object.assign(manifest.layers[0] ?? {}, registry.addBlob(broken));
    });
    const error = await failure();
    expect(['malformed', 'digest-mismatch']).toContain(error.code);
  });

  it('is refused when a little of it unpacks to very much, before memory is full', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2));
    registry.addImage('1', [layer], (manifest) => {
      Object.assign(manifest.layers[0] ?? {}, registry.addBlob(bomb));
    });
    const error = await registryError(pulling({ limits: { unpackedLayerBytes: 1024 ** 2 } }).pull(image()));
    expect(error.code).toBe('limit');
    expect(error.message).toMatch('holds too much once it is decompressed');
  });

  it('is refused when it may be had only from its maker', async () => {
    registry.addImage('1', [layer], (manifest) => {
      const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
      manifest.layers = manifest.layers.map((each) => ({ ...each, mediaType }));
    });
    expect(await failure()).toMatchObject({ code: 'unsupported' });
    expect(layerRequests()).toEqual([]);
  });

  it('is refused when its announced size is beyond all measure', async () => {
    registry.addImage('1', [layer], (manifest) => {
      manifest.layers = manifest.layers.map((each) => ({ ...each, size: 10 ** 15 }));
    });
    expect(await failure()).toMatchObject({ code: 'limit' });
  });
});

describe('a manifest', () => {
  it('that is a web page is named as one', async () => {
    onManifest((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Please log in</title>');
    });
    const error = await failure();
    expect(error.code).toBe('not-a-registry');
    expect(error.explanation).toMatch('login page');
  });

  it.each([
    ['broken JSON', '{"schemaVersion":2,'],
    ['a list', '[]'],
    ['a number', '5'],
    ['nothing', ''],
    ['layers that are no list', '{"schemaVersion":2,"config":{"digest":"sha256:1","size":1},"layers":5}'],
    ['JSON a hundred thousand levels deep', '['.repeat(100_000)],
  ])('that is %s is refused', async (_, text) => {
    onManifest((response) => void response.end(text));
    expect((await failure()).code).toMatch(/malformed|unsupported/);
  });

  it('of schema 1 is refused with what to do', async () => {
    onManifest((response) => void response.end('{"schemaVersion":1,"name":"x","fsLayers":[]}'));
    const error = await failure();
    expect(error.code).toBe('unsupported');
    expect(error.explanation).toMatch('Push the image again');
  });

  it('without end is given up', async () => {
    onManifest((response) => {
      const more = () => response.write(Buffer.alloc(262_144, 0x20), () => setImmediate(more));
      more();
    });
    expect(await failure()).toMatchObject({ code: 'limit' });
  });

  it('of a digest must have it', async () => {
    const { digest } = registry.addImage('2', [Buffer.from('another')]);
    onManifest((response) => void response.end(registry.manifests.get('1')?.bytes));
    const error = await registryError(pulling().pull(`${registry.host}/team/app@${digest}`));
    expect(error.code).toBe('digest-mismatch');
  });

  it('whose config has another number of layers is refused', async () => {
    registry.addImage('1', [layer], (manifest) => void manifest.layers.pop());
    expect(await failure()).toMatchObject({ code: 'malformed' });
  });

  it('of a chart is named as something else than an image', async () => {
    registry.addImage('1', [layer], (manifest) => {
      manifest.config.mediaType = 'application/vnd.cncf.helm.config.v1+json';
    });
    expect(await failure()).toMatchObject({ code: 'unsupported' });
  });
});

describe('a registry', () => {
  it('that redirects in a circle is unreachable', async () => {
    registry.misbehave = (request, response) => {
      response.writeHead(307, { location: request.url }).end();
      return true;
    };
    const error = await failure();
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch('redirect');
  });

  it('that says 401 to everything is asked twice at most', async () => {
    registry.misbehave = (request, response) => {
      if (request.url?.startsWith('/token')) response.end('{"token":"abc"}');
      else {
        response.writeHead(401, {
          'www-authenticate': `Bearer realm="http://${registry.host}/token",service="s",scope="repository:x:pull"`,
        });
        response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
      }
      return true;
    };
    const error = await failure();
    expect(error.code).toBe('unauthorized');
    expect(error.message).toMatch(
      'pull access denied, repository does not exist or may require authorization',
    );
    expect(registry.requests).toHaveLength(3);
  });

  it.each([
    ['a web page', '<html>'],
    ['no token', '{}'],
    ['a token that would be a header of its own', JSON.stringify({ token: 'a\r\nX-Evil: 1' })],
    ['a million tokens', JSON.stringify({ token: 'a'.repeat(1_000_000) })],
  ])('whose token server sends %s is refused', async (_, answer) => {
    registry.misbehave = (request, response) => {
      if (request.url?.startsWith('/token')) response.end(answer);
      else
        response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${registry.host}/token"` }).end();
      return true;
    };
    expect((await failure()).code).toMatch(/not-a-registry|limit/);
  });

  it.each(['ftp://elsewhere/', 'file:///etc/passwd', 'nonsense', ''])(
    'that names %j as its token server is refused',
    async (realm) => {
      registry.misbehave = (_, response) => {
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
        return true;
      };
      expect(await failure()).toMatchObject({ code: 'not-a-registry' });
    },
  );

  it('that limits pulls is explained with its own figures', async () => {
    registry.misbehave = (_, response) => {
      response.writeHead(429, {
        'ratelimit-limit': '100;w=21600',
        'ratelimit-remaining': '0;w=21600',
        'docker-ratelimit-source': '203.0.113.7',
        'retry-after': '3600',
      });
      response.end(
        '{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]}',
      );
      return true;
    };
    const error = await failure();
    expect(error.code).toBe('rate-limited');
    expect(error.message).toMatch('toomanyrequests: You have reached your pull rate limit.');
    expect(error.explanation).toMatch(
      'It allows 100 pulls in 6 hours, and 0 are left. It counts those of 203.0.113.7, the address that it sees. ' +
        'Try again in 60 minutes.',
    );
    expect(registry.requests).toHaveLength(1);
  });

  it('that asks to wait a moment is asked again', async () => {
    let times = 0;
    registry.misbehave = (_, response) => {
      if (times++ > 0) return false;
      response.writeHead(429, { 'retry-after': '0' }).end();
      return true;
    };
    await pull();
  });

  it('that has trouble is asked again, and told when it stays', async () => {
    let trouble = 2;
    registry.misbehave = (_, response) => {
      if (trouble-- <= 0) return false;
      response.writeHead(502).end();
      return true;
    };
    await pull();
    trouble = Number.POSITIVE_INFINITY;
    const error = await failure();
    expect(error.code).toBe('server-error');
    expect(error.message).toMatch(/unexpected status from GET request to .*: 502/);
  });

  it('that never answers is given up', async () => {
    registry.misbehave = () => true;
    expect(await failure()).toMatchObject({ code: 'timeout' });
  });

  it('that sends a byte now and then is given up', async () => {
    onLayer((response) => {
      let at = 0;
      const drip = setInterval(() => response.write(packed.subarray(at, ++at)), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await failure()).toMatchObject({ code: 'timeout' });
  });

  it('that is not there is unreachable', async () => {
    const gone = new SmallRegistry();
    await gone.start();
    const { host } = gone;
    await gone.stop();
    const error = await registryError(pulling().pull(`${host}/team/app:1`));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch('ECONNREFUSED');
  });

  it('has control characters in its words taken out', async () => {
    registry.misbehave = (_, response) => {
      response.writeHead(404);
      response.end(JSON.stringify({ errors: [{ code: 'X', message: 'red \u001b[31m text' }] }));
      return true;
    };
    const error = await failure();
    expect(error.explanation).not.toContain('\u001b');
  });
});
