/** A registry in this process that can misbehave in every way a test wants: manifests and blobs by digest. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import type { Platform } from '../../src/image/image-config.ts';
import type { Fetch } from '../../src/registry/distribution/exchange.ts';
import type { RegistryLimits } from '../../src/registry/distribution/limits.ts';
import {
  RegistryClient,
  type RegistryClientOptions,
} from '../../src/registry/distribution/registry-client.ts';
import { RegistryError } from '../../src/registry/distribution/registry-error.ts';
import { Puller } from '../../src/registry/pull.ts';
import { PulledRecords } from '../../src/registry/pulled-records.ts';
import { parseReference } from '../../src/registry/reference.ts';

export const digestOf = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Answers the request itself; false leaves it to the registry. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Document {
  readonly bytes: Buffer;
  readonly type: string;
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export class SmallRegistry {
  readonly requests: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  readonly manifests = new Map<string, Document>();
  readonly blobs = new Map<string, Buffer>();
  misbehave: Misbehaviour = () => false;
  readonly #server = createServer((request, response) => this.#answer(request, response));

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

  addBlob(bytes: Uint8Array): { readonly digest: string; readonly size: number } {
    const digest = digestOf(bytes);
    this.blobs.set(digest, Buffer.from(bytes));
    return { digest, size: bytes.length };
  }

  addManifest(name: string, document: unknown, type = manifestType): { digest: string; size: number } {
    const bytes = Buffer.from(JSON.stringify(document));
    const digest = digestOf(bytes);
    for (const key of [name, digest]) this.manifests.set(key, { bytes, type });
    return { digest, size: bytes.length };
  }

  /** An image whose layers are these bytes, gzipped. */
  addImage(
    name: string,
    layers: readonly Uint8Array[],
    change: (manifest: TestManifest) => void = () => undefined,
  ) {
    const config = Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: { Env: ['A=b'] },
        rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
      }),
    );
    const manifest: TestManifest = {
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...this.addBlob(config) },
      layers: layers.map((layer) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        ...this.addBlob(gzipSync(layer)),
      })),
    };
    change(manifest);
    return { ...this.addManifest(name, manifest), manifest };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '';
    this.requests.push(`${request.method} ${url}`);
    this.headers.push(request.headers);
    if (this.misbehave(request, response)) return;
    const [, kind, name = ''] = /^\/v2\/.+\/(manifests|blobs)\/([^/]+)$/.exec(url) ?? [];
    const found = kind === 'manifests' ? this.manifests.get(name) : undefined;
    const bytes = found?.bytes ?? this.blobs.get(name);
    if (bytes === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-type': found?.type ?? 'application/octet-stream',
      'content-length': bytes.length - start,
      'docker-content-digest': digestOf(bytes),
      ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : bytes.subarray(start));
  }
}

export interface TestManifest {
  schemaVersion: number;
  mediaType: string;
  config: { mediaType: string; digest: string; size: number };
  layers: { mediaType: string; digest: string; size: number; annotations?: Record<string, string> }[];
}

/** Times so short that a test of them is quick. */
export const hurried: Partial<RegistryLimits> = {
  // Long enough for a machine that is busy with something else.
  answerTime: 2000,
  silenceTime: 2000,
  slowestRate: 1000,
  firstDelay: 1,
  longestDelay: 50,
  attempts: 4,
};

export interface Pulling {
  readonly client: RegistryClient;
  readonly store: MemoryBlobStore;
  readonly puller: Puller;
  readonly records: PulledRecords;
  readonly platform: Platform;
  pull(name: string, signal?: AbortSignal): ReturnType<Puller['load']>;
}

/** A client with a store of its own. */
export function pulling(
  options: Partial<RegistryClientOptions> & { readonly isOnline?: () => boolean } = {},
): Pulling {
  const { isOnline, ...clientOptions } = options;
  const client = new RegistryClient({
    fetch: fetch as Fetch,
    ...clientOptions,
    limits: { ...hurried, ...options.limits },
  });
  const store = new MemoryBlobStore();
  const kept = new Map<string, unknown>();
  const records = new PulledRecords({
    get: async (key) => kept.get(key),
    put: async (key, record) => void kept.set(key, structuredClone(record)),
  });
  const platform = { os: 'linux', architecture: 'amd64' };
  const puller = new Puller({ client, store, records, platform, ...(isOnline && { isOnline }) });
  return {
    client,
    store,
    puller,
    records,
    platform,
    pull: async (name, signal) =>
      puller.load(await puller.resolve(parseReference(name), signal), undefined, signal),
  };
}

/** The typed error that the promise must reject with. */
export async function registryError(promise: Promise<unknown>): Promise<RegistryError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof RegistryError) return error;
  throw error;
}
