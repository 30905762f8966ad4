/**
 * The registry proxy: asks registries for a page that the browser doesn't let ask. `Request` in, `Response` out, so
 * that the same runs in Node, beside Vite and as an edge function. It passes on what pulling needs and nothing else.
 */
import { type Allowed, allowedBy, ownersEntry } from './allow-list.ts';

/** Asks the registry: no redirects followed, and private addresses refused unless `mayBePrivate`. */
export type Upstream = (url: URL, request: UpstreamRequest) => Promise<Response>;

export interface UpstreamRequest {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly mayBePrivate: boolean;
  readonly signal: AbortSignal;
}

export interface ProxyOptions {
  readonly allowed: readonly Allowed[];
  readonly upstream: Upstream;
  /** Whether pages of this origin may use it. */
  readonly allowsOrigin: (origin: string) => boolean;
  /** Bytes of one answer. */
  readonly largestBody: number;
}

/** 8 GiB: more than the page takes of one layer. */
export const defaultLargestBody = 8 * 1024 ** 3;

const mostRedirects = 5;
const answerTime = 30_000;
const forwarded = ['accept', 'authorization', 'range'];
const returned = [
  'content-type',
  'content-length',
  'content-range',
  'content-encoding',
  'accept-ranges',
  'docker-content-digest',
  'docker-distribution-api-version',
  'docker-ratelimit-source',
  'etag',
  'link',
  'ratelimit-limit',
  'ratelimit-remaining',
  'retry-after',
  'www-authenticate',
];
const errorHeader = 'drydock-proxy-error';

/** The proxy does not do it; `code` is for programs, the message for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Answers a request for `?url=…`. Never rejects. */
export async function handle(request: Request, options: ProxyOptions): Promise<Response> {
  const origin = request.headers.get('origin');
  const cors = origin !== null && options.allowsOrigin(origin) ? corsHeaders(origin) : {};
  try {
    if (origin !== null && !options.allowsOrigin(origin)) {
      throw new Refusal(
        403,
        'origin',
        `Pages of ${origin} may not use this proxy. Its owner can allow them.`,
      );
    }
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: cors });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Refusal(405, 'method', 'This proxy only fetches: GET and HEAD.');
    }
    const answer = await ask(request, request.method, options);
    return withLimit(answer, options.largestBody, cors);
  } catch (error) {
    const { status, code, message } = error instanceof Refusal ? error : unreachable(error);
    const headers = { ...cors, ...safety, 'content-type': 'text/plain; charset=utf-8', [errorHeader]: code };
    return new Response(request.method === 'HEAD' ? null : message, { status, headers });
  }
}

async function ask(request: Request, method: 'GET' | 'HEAD', options: ProxyOptions): Promise<Response> {
  const { allowed, upstream } = options;
  let url = wantedAddress(request.url);
  const entry = allowedBy(url, allowed);
  if (entry === undefined) {
    throw new Refusal(
      403,
      'host',
      `${url.host} is no registry that this proxy may ask. Its owner can allow it.`,
    );
  }
  let mayBePrivate = entry.isOwners;
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'drydock-proxy' };
  for (const name of forwarded) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  for (let redirects = 0; ; redirects++) {
    const answer = await inTime(request.signal, (signal) =>
      upstream(url, { method, headers, mayBePrivate, signal }),
    );
    const location = answer.headers.get('location');
    if (location === null || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
    await answer.body?.cancel();
    if (redirects >= mostRedirects) {
      throw new Refusal(502, 'redirects', `${url.host} redirects again and again.`);
    }
    const next = redirectTarget(location, url);
    const own = ownersEntry(next, allowed);
    if (own === undefined && next.protocol !== 'https:') {
      throw new Refusal(502, 'redirect', `${url.host} redirects to ${next.host} without TLS.`);
    }
    // What was meant for the registry is nobody else's.
    if (next.origin !== url.origin) delete headers.authorization;
    mayBePrivate = own !== undefined;
    url = next;
  }
}

/** Until the answer begins; its body has all the time that the asker gives it. */
async function inTime(
  asker: AbortSignal,
  act: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('it took too long')), answerTime);
  try {
    return await act(AbortSignal.any([asker, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

function wantedAddress(address: string): URL {
  const wanted = new URL(address).searchParams.get('url');
  if (wanted === null || !URL.canParse(wanted)) {
    throw new Refusal(
      400,
      'address',
      'This is the registry proxy of Drydock: it wants ?url= with an address.',
    );
  }
  const url = new URL(wanted);
  url.hash = '';
  return url;
}

function redirectTarget(location: string, base: URL): URL {
  if (!URL.canParse(location, base.href)) {
    throw new Refusal(502, 'redirect', `${base.host} redirects to what is no address.`);
  }
  const url = new URL(location, base);
  if (url.username !== '' || url.password !== '') {
    throw new Refusal(502, 'redirect', `${base.host} redirects to an address with a password.`);
  }
  return url;
}

function unreachable(error: unknown): Refusal {
  const said = error instanceof Error ? error.message : String(error);
  return new Refusal(502, 'unreachable', `The registry did not answer the proxy: ${said}`);
}

/** What comes from elsewhere must not act in the name of the proxy's own origin, which may be the page's. */
const safety = {
  'content-security-policy': "sandbox; default-src 'none'",
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function corsHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': 'Accept, Authorization, Range',
    'access-control-expose-headers': [...returned, errorHeader].join(', '),
    // A page from the internet may ask a proxy on its visitor's machine.
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '86400',
    vary: 'Origin',
  };
}

function withLimit(answer: Response, largest: number, cors: Readonly<Record<string, string>>): Response {
  const headers = new Headers({ ...cors, ...safety });
  for (const name of returned) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (Number(answer.headers.get('content-length') ?? 0) > largest) {
    void answer.body?.cancel();
    throw new Refusal(502, 'size', `The registry would send more than ${largest} bytes.`);
  }
  let size = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      size += piece.length;
      if (size > largest) controller.error(new Refusal(502, 'size', 'The registry sent too much.'));
      else controller.enqueue(piece);
    },
  });
  const hasBody = answer.body !== null && ![204, 205, 304].includes(answer.status);
  return new Response(hasBody ? (answer.body?.pipeThrough(limit) ?? null) : null, {
    status: answer.status,
    headers,
  });
}
