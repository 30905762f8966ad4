/** A registry in this process that images are pushed to, and that can misbehave in every way a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf, type Misbehaviour } from './small-registry.ts';

export class UploadRegistry {
  readonly requests: string[] = [];
  /** By repository and digest: `app sha256:…`. */
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, { readonly bytes: Buffer; readonly type: string | undefined }>();
  /** Of an upload: what has arrived. */
  readonly uploads = new Map<string, Buffer>();
  misbehave: Misbehaviour = () => false;
  /** Headers of the answer that begins an upload. */
  beginning: Record<string, string> = {};
  #next = 1;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** `POST app`, without the addresses that differ each time. */
  get asked(): readonly string[] {
    return this.requests.map((line) =>
      line
        .replace(/\/v2\//, '')
        .replace(/uploads\/\d+/, 'uploads/N')
        .replace(/sha256(?::|%3A)([0-9a-f]{6})[0-9a-f]*/g, '$1'),
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', `http://${this.host}`);
    this.requests.push(`${request.method} ${request.url}`);
    if (this.misbehave(request, response)) return;
    const body = await whole(request).catch(() => undefined);
    if (body === undefined) return;
    const [, repository = '', rest = ''] =
      /^\/v2\/(.+?)\/((?:blobs|manifests)\/.*)$/.exec(url.pathname) ?? [];
    const end = (status: number, headers: Record<string, string> = {}) =>
      response.writeHead(status, headers).end();
    const [kind, ...names] = rest.split('/');
    const name = names.join('/');
    if (kind === 'manifests' && request.method === 'PUT') {
      this.manifests.set(`${repository}:${name}`, { bytes: body, type: request.headers['content-type'] });
      end(201, { 'docker-content-digest': digestOf(body) });
    } else if (request.method === 'HEAD') {
      end(this.blobs.has(`${repository} ${name}`) ? 200 : 404);
    } else if (request.method === 'POST') {
      const mounted = this.blobs.get(`${url.searchParams.get('from')} ${url.searchParams.get('mount')}`);
      if (mounted !== undefined) {
        this.blobs.set(`${repository} ${url.searchParams.get('mount')}`, mounted);
        end(201);
        return;
      }
      const id = String(this.#next++);
      this.uploads.set(id, Buffer.alloc(0));
      end(202, { location: `/v2/${repository}/blobs/uploads/${id}?state=1`, ...this.beginning });
    } else this.#continue(request, url, repository, name.replace('uploads/', ''), body, end);
  }

  #continue(
    request: IncomingMessage,
    url: URL,
    repository: string,
    id: string,
    body: Buffer,
    end: (status: number, headers?: Record<string, string>) => void,
  ): void {
    const arrived = this.uploads.get(id);
    if (arrived === undefined) {
      end(404);
      return;
    }
    const location = `${url.pathname}?state=${arrived.length}`;
    const range = (length: number) => ({ range: `0-${Math.max(0, length - 1)}`, location });
    if (request.method === 'GET') end(204, range(arrived.length));
    else if (request.method === 'PATCH') {
      const start = Number(/^(\d+)-/.exec(request.headers['content-range'] ?? '')?.[1]);
      if (start !== arrived.length) {
        end(416, range(arrived.length));
        return;
      }
      const longer = Buffer.concat([arrived, body]);
      this.uploads.set(id, longer);
      end(202, range(longer.length));
    } else {
      const bytes = Buffer.concat([arrived, body]);
      const digest = url.searchParams.get('digest') ?? '';
      if (digestOf(bytes) !== digest) {
        end(400);
        return;
      }
      this.uploads.delete(id);
      this.blobs.set(`${repository} ${digest}`, bytes);
      end(201, { 'docker-content-digest': digest });
    }
  }
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}
