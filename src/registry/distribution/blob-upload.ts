/**
 * Sends one blob (distribution specification 1.1, "Pushing blobs"): not at all when the registry has it, mounted from
 * another repository where it may be, else in one piece or in chunks, taken up where a connection broke.
 */
import { ByteReader } from '../../image/byte-source.ts';
import type { Digest } from '../../image/digest.ts';
import type { Answer, ClientRequest, RegistryClient, Repository } from './registry-client.ts';
import { RegistryError } from './registry-error.ts';
import { backoff, pause } from './retry.ts';
import type { Way } from './ways.ts';

export interface BlobUpload {
  readonly repository: Repository;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** The bytes from their beginning; asked for only when they are to be sent, and again where they are sent anew. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Another repository of the registry that may have the blob. */
  readonly from?: string | undefined;
  /** As errors call it. */
  readonly subject: string;
  readonly signal?: AbortSignal | undefined;
  /** Told of bytes as they have arrived, and which way they went. */
  readonly onBytes?: ((bytes: number, way: Way) => void) | undefined;
}

export type UploadOutcome =
  /** The repository had it already. */
  'there' | 'mounted' | 'sent';

/** @throws {RegistryError}; the signal's reason when it is aborted. */
export async function uploadBlob(client: RegistryClient, upload: BlobUpload): Promise<UploadOutcome> {
  return new Upload(client, upload).run();
}

/** An upload that was begun: where the next piece goes. */
interface Session {
  readonly location: URL;
  /** Bytes that a chunk must have at least, but for the last. */
  readonly leastChunk: number;
}

class Upload {
  readonly #client: RegistryClient;
  readonly #upload: BlobUpload;
  /** Bytes that were told of. */
  #told = 0;

  constructor(client: RegistryClient, upload: BlobUpload) {
    this.#client = client;
    this.#upload = upload;
  }

  async run(): Promise<UploadOutcome> {
    const { digest, size } = this.#upload;
    if (await this.#isThere()) return 'there';
    const session = await this.#begin();
    if (session === 'mounted') return 'mounted';
    if (size <= Math.max(this.#client.limits.uploadChunk, session.leastChunk)) {
      await this.#finish(session, digest, await this.#bytes());
      return 'sent';
    }
    const way = await this.#sendChunks(session);
    if (way === 'refused') await this.#sendWhole(digest);
    return 'sent';
  }

  async #ask(request: Pick<ClientRequest, 'path'> & Partial<ClientRequest>): Promise<Answer> {
    const { repository, subject, signal } = this.#upload;
    const answer = await this.#client.request({ repository, subject, signal, purpose: 'push', ...request });
    answer.exchange.end();
    return answer;
  }

  async #isThere(): Promise<boolean> {
    const { digest } = this.#upload;
    const { exchange } = await this.#ask({ path: `blobs/${digest}`, method: 'HEAD', expected: [404] });
    return exchange.response.status < 300;
  }

  async #begin(mount = true): Promise<Session | 'mounted'> {
    const { digest, from } = this.#upload;
    const query = mount && from !== undefined ? `?${new URLSearchParams({ mount: digest, from })}` : '';
    const answer = await this.#ask({
      path: `blobs/uploads/${query}`,
      method: 'POST',
      ...(query === '' ? {} : { from }),
    });
    if (answer.exchange.response.status === 201) return 'mounted';
    const location = this.#locationOf(answer);
    if (location === undefined) {
      // A browser hides it where the registry doesn't expose the header.
      if (this.#client.hasOtherWay(answer)) return this.#begin(mount);
      throw new RegistryError(
        'server-error',
        `${this.#upload.subject}: the registry does not say where to send ${digest}`,
        'It began an upload without a Location, or its CORS headers hide it from this page ' +
          '(Access-Control-Expose-Headers: Location). Push through the registry proxy, or from a terminal.',
      );
    }
    const least = Number(answer.exchange.response.headers.get('oci-chunk-min-length') ?? 0);
    return { location, leastChunk: Number.isSafeInteger(least) && least > 0 ? least : 0 };
  }

  /** @throws {RegistryError} for a place that nothing must be sent to. */
  #locationOf({ exchange, url }: Answer): URL | undefined {
    const location = exchange.response.headers.get('location');
    if (location === null || !URL.canParse(location, url)) return undefined;
    const target = new URL(location, url);
    target.hash = '';
    const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && url.startsWith('http:'));
    if (isSafe && target.username === '' && target.password === '') return target;
    throw new RegistryError(
      'not-a-registry',
      `${this.#upload.subject}: the registry wants its blobs sent to ${target.host} in the open`,
      'It must be an https address. Look whether this is the registry that you mean.',
    );
  }

  async #finish({ location }: Session, digest: Digest, body: Uint8Array): Promise<void> {
    const target = new URL(location);
    target.searchParams.set('digest', digest);
    const answer = await this.#ask({
      path: target,
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
    });
    const found = answer.exchange.response.headers.get('docker-content-digest');
    if (found !== null && found !== digest) {
      throw new RegistryError(
        'digest-mismatch',
        `${this.#upload.subject}: the registry keeps ${digest} as ${found.slice(0, 80)}`,
        'The bytes were changed on the way. Push again; if it stays, something in between changes what is sent.',
      );
    }
    this.#arrived(this.#upload.size, answer.way);
  }

  #arrived(bytes: number, way: Way): void {
    if (bytes > this.#told) this.#upload.onBytes?.(bytes - this.#told, way);
    this.#told = Math.max(this.#told, bytes);
  }

  /** In one request, for registries that take no chunks. */
  async #sendWhole(digest: Digest): Promise<void> {
    const session = await this.#begin(false);
    if (session !== 'mounted') await this.#finish(session, digest, await this.#bytes());
  }

  /** All of them: `fetch` sends no streams but by HTTP/2. */
  async #bytes(): Promise<Uint8Array> {
    const reader = this.#reader();
    const bytes = await reader.read(this.#upload.size);
    // Only at its end a store tells that what it kept was damaged.
    await reader.read(1);
    return bytes;
  }

  #reader(): ByteReader {
    return new ByteReader(this.#upload.open, false);
  }

  async #sendChunks(begun: Session): Promise<'sent' | 'refused'> {
    const { attempts, firstDelay, longestDelay, uploadChunk } = this.#client.limits;
    const { digest, size, signal } = this.#upload;
    let session = begun;
    let reader = this.#reader();
    let at = 0;
    let failures = 0;
    while (at < size) {
      const chunk = await reader.read(Math.max(uploadChunk, session.leastChunk));
      if (reader.position === size) await reader.read(1);
      try {
        session = await this.#sendChunk(session, chunk, at);
        at += chunk.length;
        failures = 0;
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof RegistryError)) throw error;
        if (at === 0 && chunkless.has(error.code)) return 'refused';
        if (!passing.has(error.code) || ++failures >= attempts) throw error;
        await pause(backoff(failures, firstDelay, longestDelay), signal);
        const resumed = await this.#resume(session);
        session = resumed.session;
        at = resumed.at;
        await reader.close();
        reader = this.#reader();
        await reader.skip(at);
      }
    }
    await reader.close();
    await this.#finish(session, digest, new Uint8Array(0));
    return 'sent';
  }

  async #sendChunk(session: Session, chunk: Uint8Array, at: number): Promise<Session> {
    const answer = await this.#ask({
      path: session.location,
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Range': `${at}-${at + chunk.length - 1}`,
      },
      body: chunk,
      once: true,
      expected: [416],
    });
    if (answer.exchange.response.status === 416) {
      throw new RegistryError(
        'server-error',
        `${this.#upload.subject}: the registry did not take the bytes of ${this.#upload.digest} from ${at}`,
        'It counts what has arrived in another way. Try again.',
      );
    }
    this.#arrived(at + chunk.length, answer.way);
    return { ...session, location: this.#locationOf(answer) ?? session.location };
  }

  /** How far the upload is by the registry's count; a new one where it has forgotten it. */
  async #resume(session: Session): Promise<{ readonly session: Session; readonly at: number }> {
    const answer = await this.#ask({ path: session.location, expected: [404, 416] });
    const { status, headers } = answer.exchange.response;
    if (status < 300) {
      const range = /^(?:bytes=)?0-(\d{1,15})$/.exec(headers.get('range') ?? '');
      // An upload that has nothing says 0-0 too; sending one byte again is answered with 416.
      const last = Number(range?.[1] ?? 0);
      const location = this.#locationOf(answer) ?? session.location;
      return { session: { ...session, location }, at: last === 0 ? 0 : last + 1 };
    }
    const fresh = await this.#begin(false);
    if (fresh === 'mounted') throw new Error('nothing was to be mounted');
    return { session: fresh, at: 0 };
  }
}

/** After these the registry is asked how far it is. */
const passing = new Set(['unreachable', 'timeout', 'server-error']);
/** The first chunk is refused with these by registries that take blobs whole only. */
const chunkless = new Set(['unsupported', 'not-found', 'limit']);
