/**
 * Downloads of `ADD https://…`: the port that a build is given for them, and the one there is, over `fetch`. An
 * answer comes in piece by piece, so that it can be told how far it is and be stopped when it gets too large.
 */
import { parseHttpDate } from './http-date.ts';

/** What the other end sent. */
export interface Download {
  readonly bytes: Uint8Array;
  /** Its `Last-Modified`, Unix seconds. */
  readonly lastModified?: number;
  /** The status of an answer that says no, where those were asked for too. */
  readonly refusal?: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** What comes with an answer that says no (404) is taken too: the caller knows the digest it waits for. */
  readonly takeRefusals?: boolean;
  /** Bytes that came in, and how many there will be where that is known. */
  readonly onProgress?: (current: number, total: number | undefined) => void;
}

/**
 * Fetches an http or https address, redirects followed.
 * @throws {DownloadError} when it can't be had.
 */
export type FetchUrl = (url: string, options?: DownloadOptions) => Promise<Download>;

export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  /** `refused`: there was an answer, but not the file. `unreachable`: no answer at all. */
  readonly code: 'refused' | 'unreachable' | 'too-large';
  /** What to do now, where that is known here. */
  readonly explanation: string | undefined;

  constructor(code: DownloadError['code'], message: string, explanation?: string) {
    super(message);
    this.code = code;
    this.explanation = explanation;
  }
}

type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** Bytes of one download: it is held in memory, and a layer is made of it. */
const maximumSize = 1024 ** 3;

/** `fetch`: the runtime's own, or one that goes through a proxy. */
export function fetchUrlWith(fetch: FetchFunction, limit = maximumSize): FetchUrl {
  return async (url, { signal, takeRefusals = false, onProgress } = {}) => {
    const response = await answer(fetch, url, signal);
    // As BuildKit, for which a redirect to nowhere is a file.
    const isRefusal = response.status >= 400;
    if (isRefusal && !takeRefusals) {
      await response.body?.cancel().catch(() => undefined);
      throw new DownloadError('refused', `invalid response status ${response.status}`);
    }
    const encoded = response.headers.get('content-encoding') !== null;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    // The length is that of the compressed bytes; what comes in here is not compressed any more.
    const total = Number.isSafeInteger(length) && !encoded ? length : undefined;
    if (total !== undefined && total > limit) {
      await response.body?.cancel().catch(() => undefined);
      throw tooLarge(limit);
    }
    const bytes = await bytesOf(response, url, { total, limit, signal, onProgress });
    const lastModified = parseHttpDate(response.headers.get('last-modified') ?? '');
    return {
      bytes,
      ...(lastModified === undefined ? {} : { lastModified }),
      ...(isRefusal ? { refusal: response.status } : {}),
    };
  };
}

async function answer(fetch: FetchFunction, url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      redirect: 'follow',
      // Cookies are nobody's business here, and a page's address neither.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw error instanceof DownloadError ? error : unreachable(url, error, signal);
  }
}

interface Reading {
  readonly total: number | undefined;
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: DownloadOptions['onProgress'];
}

async function bytesOf(response: Response, url: string, reading: Reading): Promise<Uint8Array> {
  const { total, limit, signal, onProgress } = reading;
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw unreachable(url, error, signal);
    });
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge(limit);
    }
    pieces.push(value);
    onProgress?.(size, total);
  }
  if (total !== undefined && size < total) {
    throw new DownloadError('unreachable', `Get "${url}": unexpected EOF`);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function tooLarge(limit: number): DownloadError {
  return new DownloadError(
    'too-large',
    `the file is larger than ${limit} bytes`,
    'Downloads are held in memory here. Make an image that has the file, and COPY --from it.',
  );
}

/** `fetch` says "failed" and keeps the reason in `cause`, where it gives one at all. */
function unreachable(url: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const said = cause instanceof Error ? (inWordsOfGo(cause) ?? cause.message) : String(cause);
  return new DownloadError('unreachable', `Get "${url}": ${said}`);
}

/** The commonest of Node's errors, as Docker says it. */
function inWordsOfGo(error: Error): string | undefined {
  const { code, address, port } = error as Error & { code?: unknown; address?: unknown; port?: unknown };
  if (code !== 'ECONNREFUSED' || typeof address !== 'string') return undefined;
  const host = address.includes(':') ? `[${address}]` : address;
  return `dial tcp ${host}:${port}: connect: connection refused`;
}
