import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Allowed, allowedBy, parseAllowed, wellKnownRegistries } from '../../proxy/allow-list.ts';
import edge from '../../proxy/edge.ts';
import { isLoopback, isLoopbackOrigin } from '../../proxy/loopback.ts';
import { nodeHandler } from '../../proxy/node-server.ts';
import { nodeUpstream } from '../../proxy/node-upstream.ts';
import { isPublicAddress } from '../../proxy/public-address.ts';

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let registry: string;
let other: string;
let proxy: string;
let pushProxy: string;
let answer: RequestListener;
let otherSaw: Parameters<RequestListener>[0]['headers'][] = [];
const allowed: Allowed[] = [...wellKnownRegistries];
const largestBody = 100_000;

beforeAll(async () => {
  registry = await serve((request, response) => answer(request, response));
  other = await serve((request, response) => {
    otherSaw.push(request.headers);
    response.end('from elsewhere');
  });
  allowed.push(parseAllowed(`http://${registry}`));
  const options = {
    allowed,
    upstream: nodeUpstream,
    allowsOrigin: (origin: string) => isLoopbackOrigin(origin) || origin === 'https://learn.example',
    servesHost: isLoopback,
    largestBody,
    largestUpload: 0,
  };
  const handler = nodeHandler(options);
  proxy = await serve((request, response) => void handler(request, response));
  const pushHandler = nodeHandler({ ...options, largestUpload: 50_000 });
  pushProxy = await serve((request, response) => void pushHandler(request, response));
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  otherSaw = [];
  answer = (_, response) => void response.end('blob');
});

const through = (url: string, init: RequestInit = {}) =>
  fetch(`http://${proxy}/?url=${encodeURIComponent(url)}`, init);
const blob = () => `http://${registry}/v2/app/blobs/1`;

async function refused(promise: Promise<Response>, status: number, code: string): Promise<string> {
  const response = await promise;
  const text = await response.text();
  expect([response.status, response.headers.get('drydock-proxy-error')], text).toEqual([status, code]);
  return text;
}

describe('a proxy that may push', () => {
  const sending = (url: string, init: RequestInit) =>
    fetch(`http://${pushProxy}/?url=${encodeURIComponent(url)}`, init);
  const upload = () => `http://${registry}/v2/app/blobs/uploads/1?state=2`;

  it('passes on a body as it is, with what pushing needs, and says where the next one goes', async () => {
    let seen: Parameters<RequestListener>[0] | undefined;
    const pieces: Buffer[] = [];
    answer = async (request, response) => {
      seen = request;
      for await (const piece of request) pieces.push(piece);
      response.writeHead(202, { location: '/v2/app/blobs/uploads/1?state=3', range: '0-49999' }).end();
    };
    const body = new Uint8Array(50_000).fill(7);
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Range': '0-49999',
      Authorization: 'Bearer t',
      Cookie: 'c=d',
    };
    const response = await sending(upload(), { method: 'PATCH', headers, body });
    expect([response.status, response.headers.get('location'), response.headers.get('range')]).toEqual([
      202,
      '/v2/app/blobs/uploads/1?state=3',
      '0-49999',
    ]);
    expect(Buffer.concat(pieces)).toEqual(Buffer.from(body));
    expect([seen?.method, seen?.url]).toEqual(['PATCH', '/v2/app/blobs/uploads/1?state=2']);
    expect(seen?.headers).toMatchObject({
      'content-range': '0-49999',
      'content-length': '50000',
      authorization: 'Bearer t',
    });
    expect(seen?.headers.cookie).toBeUndefined();
  });

  it('begins uploads, and puts manifests', async () => {
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(201).end();
    };
    await sending(`http://${registry}/v2/app/blobs/uploads/?mount=a&from=b`, { method: 'POST' });
    await sending(`http://${registry}/v2/app/manifests/1`, { method: 'PUT', body: '{}' });
    expect(asked).toEqual(['POST /v2/app/blobs/uploads/?mount=a&from=b', 'PUT /v2/app/manifests/1']);
  });

  it('says in its preflights that it does', async () => {
    const response = await fetch(`http://${pushProxy}/`, {
      method: 'OPTIONS',
      headers: { origin: 'https://learn.example' },
    });
    expect(response.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(response.headers.get('access-control-allow-headers')).toContain('Content-Range');
    expect(response.headers.get('access-control-expose-headers')).toContain('location');
  });

  it('sends nothing elsewhere, deletes nothing, and takes no more than its limit', async () => {
    await refused(sending(`http://${registry}/v2/app/tags/list`, { method: 'POST' }), 403, 'path');
    await refused(sending('https://example.com/v2/a/blobs/uploads/', { method: 'POST' }), 403, 'host');
    await refused(sending(upload(), { method: 'DELETE' }), 405, 'method');
    const body = 'x'.repeat(50_001);
    await refused(sending(upload(), { method: 'PATCH', body }), 413, 'size');
    await refused(
      sending(upload(), { method: 'PUT', body: 'x', headers: { origin: 'https://evil.example' } }),
      403,
      'origin',
    );
  });

  it('follows no redirect with what is sent', async () => {
    answer = (request, response) => {
      request.resume();
      response.writeHead(307, { location: `http://${other}/` }).end();
    };
    await refused(sending(upload(), { method: 'PUT', body: 'x' }), 502, 'redirect');
    expect(otherSaw).toEqual([]);
  });
});

describe('the proxy', () => {
  it('passes on what pulling needs, both ways, and nothing else', async () => {
    let seen: Parameters<RequestListener>[0]['headers'] = {};
    answer = (request, response) => {
      seen = request.headers;
      response.writeHead(206, {
        'content-range': 'bytes 5-8/9',
        'docker-content-digest': 'sha256:1',
        'set-cookie': 'a=b',
        'x-secret': 'yes',
      });
      response.end('blob');
    };
    const response = await through(blob(), {
      headers: { Authorization: 'Bearer t', Range: 'bytes=5-', Accept: 'a/b', Cookie: 'c=d', 'X-Other': '1' },
    });
    expect(await response.text()).toBe('blob');
    expect(seen).toMatchObject({ authorization: 'Bearer t', range: 'bytes=5-', accept: 'a/b' });
    expect(Object.keys(seen)).not.toContain('cookie');
    expect(Object.keys(seen)).not.toContain('x-other');
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 5-8/9');
    expect(response.headers.get('docker-content-digest')).toBe('sha256:1');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('x-secret')).toBeNull();
  });

  it('answers preflights itself, for registries that refuse them', async () => {
    answer = (_, response) => void response.writeHead(401).end();
    const response = await through(blob(), {
      method: 'OPTIONS',
      headers: { Origin: 'https://learn.example' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://learn.example');
    expect(response.headers.get('access-control-allow-headers')).toBe('Accept, Authorization, Range');
  });

  it('lets the page read the challenge and the digest', async () => {
    answer = (_, response) => void response.writeHead(401, { 'www-authenticate': 'Bearer realm="x"' }).end();
    const response = await through(blob(), { headers: { Origin: 'http://localhost:5173' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="x"');
    const exposed = response.headers.get('access-control-expose-headers') ?? '';
    for (const name of [
      'www-authenticate',
      'docker-content-digest',
      'content-range',
      'drydock-proxy-error',
    ]) {
      expect(exposed).toContain(name);
    }
  });

  it('makes sure that what it passes on can not act in the name of its origin', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<script>alert(1)</script>');
    };
    const { headers } = await through(blob());
    expect(headers.get('content-security-policy')).toMatch('sandbox');
    expect(headers.get('content-disposition')).toBe('attachment');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('the proxy refuses', () => {
  it.each([
    'https://example.com/v2/app/manifests/1',
    'http://registry-1.docker.io/v2/library/alpine/manifests/1',
    'https://registry-1.docker.io.evil.example/v2/',
    'https://evil-gcr.io/v2/x',
    'https://registry-1.docker.io:8443/v2/',
    'https://registry-1.docker.io@evil.example/v2/',
    'https://user:password@registry-1.docker.io/v2/',
    'https://registry-1.docker.io/other',
    'file:///etc/passwd',
    'http://127.0.0.1:22/v2/',
    'http://169.254.169.254/latest/meta-data',
  ])('to ask %s', async (url) => {
    await refused(through(url), 403, 'host');
  });

  it('what is no address', async () => {
    await refused(fetch(`http://${proxy}/`), 400, 'address');
    await refused(through('nonsense'), 400, 'address');
  });

  it('pages that its owner did not allow', async () => {
    const headers = { Origin: 'https://evil.example' };
    const response = await through(blob(), { headers });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    await refused(through(blob(), { headers }), 403, 'origin');
    await refused(through(blob(), { headers, method: 'OPTIONS' }), 403, 'origin');
  });

  it('to be reached by a name that is not its own', async () => {
    const status = await new Promise((resolve) => {
      const [hostname, port] = proxy.split(':');
      const request = httpRequest({ hostname, port, path: '/?url=x', headers: { host: 'evil.example' } });
      request.on('response', (response) => resolve(response.statusCode));
      request.end();
    });
    expect(status).toBe(421);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('to %s', async (method) => {
    const body = method === 'DELETE' ? null : 'x'.repeat(100_000);
    await refused(through(blob(), { method, body }), 405, 'method');
  });

  it('a redirect to this machine or its network', async () => {
    const [, port] = other.split(':');
    for (const target of [
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      `https://[::1]:${port}/`,
      'https://0x7f.1/',
      'https://10.0.0.1/',
      'https://[::ffff:127.0.0.1]/',
    ]) {
      answer = (_, response) => void response.writeHead(307, { location: target }).end();
      await refused(through(blob()), 403, 'private');
    }
    expect(otherSaw).toEqual([]);
  });

  it('a redirect to a place without TLS', async () => {
    answer = (_, response) => void response.writeHead(307, { location: `http://${other}/` }).end();
    await refused(through(blob()), 502, 'redirect');
    expect(otherSaw).toEqual([]);
  });

  it('redirects without end', async () => {
    answer = (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end();
    await refused(through(blob()), 502, 'redirects');
  });

  it('more bytes than its limit, announced or not', async () => {
    answer = (_, response) => void response.writeHead(200, { 'content-length': largestBody + 1 }).end();
    await refused(through(blob()), 502, 'size');
    answer = (_, response) => {
      response.write(Buffer.alloc(largestBody));
      response.end('x');
    };
    await expect(through(blob()).then((response) => response.arrayBuffer())).rejects.toThrow();
  });
});

describe('a redirect', () => {
  it('is followed without the authorization that was for another host', async () => {
    allowed.push(parseAllowed(`http://${other}`));
    answer = (_, response) => void response.writeHead(307, { location: `http://${other}/blob` }).end();
    const response = await through(blob(), { headers: { Authorization: 'Basic secret', Range: 'bytes=1-' } });
    allowed.pop();
    expect(await response.text()).toBe('from elsewhere');
    expect(otherSaw[0]).toMatchObject({ range: 'bytes=1-' });
    expect(otherSaw[0]).not.toHaveProperty('authorization');
  });
});

describe('an allow-list', () => {
  it('has hosts below a domain, and not the domain of another', () => {
    const is = (url: string) => allowedBy(new URL(url), wellKnownRegistries) !== undefined;
    expect(is('https://us.gcr.io/v2/x/manifests/1')).toBe(true);
    expect(is('https://auth.docker.io/token?scope=x')).toBe(true);
    expect(is('https://xgcr.io/v2/x/manifests/1')).toBe(false);
  });

  it.each(['', 'a b', 'ftp://x', 'https://x/path', 'https://u@x'])('takes no %j', (text) => {
    expect(() => parseAllowed(text)).toThrow('is no host to allow');
  });
});

describe('a public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'fc00::1',
    'fe80::1',
    '2002:a00:1::',
    'name',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the edge function', () => {
  it('answers preflights of its pages and refuses all others', async () => {
    const ask = (origin: string, url = 'https://ghcr.io/v2/x/manifests/1', method = 'OPTIONS') =>
      edge.fetch(
        new Request(`https://proxy.example/?url=${encodeURIComponent(url)}`, { method, headers: { origin } }),
      );
    expect((await ask('https://drydock.example')).status).toBe(204);
    expect((await ask('https://evil.example')).status).toBe(403);
    expect((await ask('https://drydock.example', 'https://example.com/v2/', 'GET')).status).toBe(403);
  });
});
