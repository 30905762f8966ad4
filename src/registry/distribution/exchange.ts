/**
 * One request and its answer, bounded in time: the answer must begin, and its body must keep coming. The body is
 * read piece by piece; leaving it early closes the connection.
 */
import type { RegistryLimits } from './limits.ts';
import { RegistryError } from './registry-error.ts';

/** The part of the platform's `fetch` that is used: Node's and the browser's both fit. Redirects are its work. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';

export interface FetchInit {
  readonly method: Method;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  readonly redirect: 'follow';
  /** The browser's own cookies and certificates are nobody's business here. */
  readonly credentials: 'omit';
  readonly cache: 'no-store';
}

export interface ExchangeRequest {
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

type TimeLimits = Pick<RegistryLimits, 'answerTime' | 'silenceTime' | 'slowestRate' | 'slowestUpload'>;

/** The connection could not be made or broke: asking again may help. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

export class Exchange {
  readonly response: Response;
  readonly #url: string;
  readonly #limits: TimeLimits;
  readonly #abort: AbortController;
  readonly #release: () => void;

  private constructor(
    response: Response,
    url: string,
    limits: TimeLimits,
    abort: AbortController,
    release: () => void,
  ) {
    this.response = response;
    this.#url = url;
    this.#limits = limits;
    this.#abort = abort;
    this.#release = release;
  }

  /**
   * Asks, and answers when the headers of the answer are there.
   * @throws {ConnectionError | RegistryError} `timeout`; the signal's reason when it is aborted.
   */
  static async begin(
    fetch: Fetch,
    url: string,
    { method, headers, body, signal }: ExchangeRequest,
    limits: TimeLimits,
  ): Promise<Exchange> {
    signal?.throwIfAborted();
    const abort = new AbortController();
    const onAbort = (): void => abort.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const release = (): void => signal?.removeEventListener('abort', onAbort);
    // Nobody tells how much of a body was sent, so its time is part of the time until the answer.
    const time = limits.answerTime + ((body?.length ?? 0) / limits.slowestUpload) * 1000;
    const late = tooSlow(url, time);
    const timer = setTimeout(() => abort.abort(late), time);
    try {
      const response = await fetch(url, {
        method,
        headers: { ...headers },
        // The engine's arrays never lie in shared memory.
        ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
        signal: abort.signal,
        redirect: 'follow',
        credentials: 'omit',
        cache: 'no-store',
      });
      return new Exchange(response, url, limits, abort, release);
    } catch (error) {
      release();
      if (abort.signal.aborted) throw abort.signal.reason;
      throw new ConnectionError(reasonOf(error), { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The body's pieces, once.
   * @throws {ConnectionError | RegistryError} `timeout`; the signal's reason when it is aborted.
   */
  async *body(): AsyncGenerator<Uint8Array> {
    const { silenceTime, slowestRate } = this.#limits;
    const leastInWindow = (slowestRate * silenceTime) / 1000;
    let waited = 0;
    let received = 0;
    const reader = this.response.body?.getReader();
    try {
      for (;;) {
        const asked = performance.now();
        const next = await this.#readInTime(reader);
        if (next === undefined || next.done) return;
        // Only the sender's time counts: whoever takes the pieces may be slow.
        waited += performance.now() - asked;
        received += next.value.length;
        if (waited >= silenceTime) {
          if (received < leastInWindow) throw tooSlow(this.#url, silenceTime);
          waited = 0;
          received = 0;
        }
        yield next.value;
      }
    } catch (error) {
      if (this.#abort.signal.aborted) throw this.#abort.signal.reason;
      if (error instanceof RegistryError) throw error;
      throw new ConnectionError(reasonOf(error), { cause: error });
    } finally {
      this.end();
    }
  }

  /**
   * The whole body.
   * @throws {RegistryError} `limit` when it is longer, and what `body` throws.
   */
  async bytes(limit: number, what: string): Promise<Uint8Array> {
    const announced = Number(this.response.headers.get('content-length') ?? 0);
    const pieces: Uint8Array[] = [];
    let size = 0;
    if (announced > limit) {
      this.end();
      throw tooLong(what, limit);
    }
    for await (const piece of this.body()) {
      size += piece.length;
      if (size > limit) throw tooLong(what, limit);
      pieces.push(piece);
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  /** Closes the connection; what was not read is given up. */
  end(): void {
    this.#release();
    this.#abort.abort(new DOMException('the answer is not read on', 'AbortError'));
  }

  async #readInTime(
    reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  ): Promise<ReadableStreamReadResult<Uint8Array> | undefined> {
    const { silenceTime } = this.#limits;
    const timer = setTimeout(() => this.#abort.abort(tooSlow(this.#url, silenceTime)), silenceTime);
    try {
      return await reader?.read();
    } finally {
      clearTimeout(timer);
    }
  }
}

function tooSlow(url: string, milliseconds: number): RegistryError {
  return new RegistryError(
    'timeout',
    `${new URL(url).host}: net/http: request canceled (timeout exceeded)`,
    `Nothing useful came for ${Math.round(milliseconds / 1000)} seconds. Look at the network, or try again later; ` +
      'layers that are already here are kept.',
  );
}

function tooLong(what: string, limit: number): RegistryError {
  return new RegistryError(
    'limit',
    `${what} is too large`,
    `More than ${limit} bytes were sent, and no image needs that. Look whether this is a registry.`,
  );
}

/** Node hides the cause one level down: `fetch failed` says nothing, `connect ECONNREFUSED …` does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
