/** The download port over `fetch`, against a real server on this machine. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchUrlWith } from '../../src/build/download.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('fetchUrlWith', () => {
  it('answers the bytes and the time, and tells how far it is', async () => {
    const host = await serve((_, response) => {
      response.setHeader('last-modified', 'Tue, 01 Feb 2022 03:04:05 GMT');
      response.setHeader('content-length', '6');
      response.end('hello\n');
    });
    const told: unknown[] = [];
    const onProgress = (current: number, total: number | undefined) => told.push([current, total]);
    const { bytes, lastModified } = await fetchUrlWith(fetch)(host, { onProgress });
    expect([text(bytes), lastModified]).toEqual(['hello\n', 1643684645]);
    expect(told.at(-1)).toEqual([6, 6]);
  });

  it('knows no total where the answer is compressed on its way', async () => {
    const host = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('hello\n'));
    });
    const totals = new Set<unknown>();
    const download = await fetchUrlWith(fetch)(host, { onProgress: (_, total) => totals.add(total) });
    expect([text(download.bytes), [...totals], download.lastModified]).toEqual([
      'hello\n',
      [undefined],
      undefined,
    ]);
  });

  it('follows redirects', async () => {
    const host = await serve((request, response) => {
      if (request.url === '/there') return response.end('there');
      return response.writeHead(302, { location: '/there' }).end();
    });
    expect(text((await fetchUrlWith(fetch)(`${host}/here`)).bytes)).toBe('there');
  });

  it('takes a redirect that leads nowhere for the file, as BuildKit', async () => {
    const host = await serve((_, response) => response.writeHead(302).end('here'));
    expect(await fetchUrlWith(fetch)(host)).toEqual({ bytes: new TextEncoder().encode('here') });
  });

  it('refuses what is too large, whether the server says its size or not', async () => {
    const host = await serve((request, response) => {
      if (request.url === '/said') response.setHeader('content-length', '2000');
      response.write('x'.repeat(1000));
      response.end('x'.repeat(1000));
    });
    const fetchUrl = fetchUrlWith(fetch, 1500);
    for (const path of ['/said', '/unsaid']) {
      await expect(fetchUrl(host + path)).rejects.toMatchObject({ code: 'too-large' });
    }
  });

  it('tells an answer that is none from no answer', async () => {
    const host = await serve((_, response) => response.writeHead(503).end('later'));
    await expect(fetchUrlWith(fetch)(host)).rejects.toMatchObject({
      code: 'refused',
      message: 'invalid response status 503',
    });
    expect(await fetchUrlWith(fetch)(host, { takeRefusals: true })).toMatchObject({ refusal: 503 });
    server?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(fetchUrlWith(fetch)(host)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /^Get "http.*": dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/,
      ),
    });
  });

  it('fails when the connection breaks in the middle', async () => {
    const host = await serve((_, response) => {
      response.setHeader('content-length', '2000');
      response.write('x'.repeat(1000));
      setTimeout(() => response.destroy(), 20);
    });
    await expect(fetchUrlWith(fetch)(host)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('stops when it is told to', async () => {
    const host = await serve((_, response) => response.write('x'));
    const abort = new AbortController();
    const download = fetchUrlWith(fetch)(host, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('stop')), 20);
    await expect(download).rejects.toThrow('stop');
  });
});
