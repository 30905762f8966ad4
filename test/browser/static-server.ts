/**
 * The dullest static host there is: files of one folder under a path prefix, with a content type and nothing
 * else. No COOP, no COEP, no CORS: what Drydock promises to live with.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface StaticSite {
  /** Address of the folder, ending in `/`. */
  readonly url: string;
  /** While true, every request is answered 503: the network is gone. */
  offline: boolean;
  /** Sent with every answer from now on; nothing at first. */
  headers: Readonly<Record<string, string>>;
  /** Paths asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Serves `folder` under `http://127.0.0.1:PORT/PREFIX/`; `pages` are extra documents by path. */
export async function serveStatic(
  folder: string,
  prefix: string,
  pages: Readonly<Record<string, string>> = {},
): Promise<StaticSite> {
  const base = `/${prefix}/`;
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    site.requests.push(path);
    if (site.offline) {
      response.writeHead(503).end();
      return;
    }
    const page = pages[path];
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...site.headers }).end(page);
      return;
    }
    const name = path === base ? 'index.html' : path.startsWith(base) ? path.slice(base.length) : undefined;
    const file = name === undefined ? undefined : join(folder, normalize(`/${name}`));
    if (file === undefined || !isFile(file)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      ...site.headers,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const site: StaticSite = {
    url: `http://127.0.0.1:${port}${base}`,
    offline: false,
    headers: {},
    requests: [],
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return site;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
