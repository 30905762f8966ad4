/**
 * The registry proxy: asks registries for a page that the browser doesn't let ask. `Request` in, `Response` out, so
 * that the same runs in Node, beside Vite and as an edge function. It passes on what pulling needs, and pushing where its
 * owner allows that, and nothing else.
 */
import { type Allowed, allowedBy, ownersEntry } from './allow-list.ts';

/** Asks the registry: no redirects followed, and private addresses refused unless `mayBePrivate`. */
export type Upstream = (url: URL, request: UpstreamRequest) => Promise<Response>;

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';

export interface UpstreamRequest {
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a push. */
  readonly body?: ReadableStream<Uint8Array>;
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
  /** Bytes of what is sent in one request, for pushing; 0: the proxy only fetches. */
  readonly largestUpload: number;
}

/** 8 GiB: more than the page takes of one layer. */
export const defaultLargestBody = 8 * 1024 ** 3;
/** 1 GiB: a layer in one piece. The page sends pieces of 4 MiB where the registry takes them. */
export const defaultLargestUpload = 1024 ** 3;

const mostRedirects = 5;
const answerTime = 30_000;
/** A registry answers when all of a body is there. */
const uploadTime = 600_000;
const forwarded = ['accept', 'authorization', 'range'];
const forwardedWithBody = [...forwarded, 'content-type', 'content-range'];
/** What pushing asks for: uploads of blobs, and manifests. */
const pushPath = /^\/v2\/.+\/(?:blobs\/uploads\/|manifests\/[^/]+$)/;
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
  'location',
  'oci-chunk-min-length',
  'range',
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
  const mayPush = options.largestUpload > 0;
  const cors = origin !== null && options.allowsOrigin(origin) ? corsHeaders(origin, mayPush) : {};
  try {
    if (origin !== null && !options.allowsOrigin(origin)) {
      throw new Refusal(
        403,
        'origin',
        `Pages of ${origin} may not use this proxy. Its owner can allow them.`,
      );
    }
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: cors });
    const method = methodOf(request.method, mayPush);
    const answer = await ask(request, method, options);
    return withLimit(answer, options.largestBody, cors);
  } catch (error) {
    const { status, code, message } = error instanceof Refusal ? error : unreachable(error);
    const headers = { ...cors, ...safety, 'content-type': 'text/plain; charset=utf-8', [errorHeader]: code };
    return new Response(request.method === 'HEAD' ? null : message, { status, headers });
  }
}

function methodOf(method: string, mayPush: boolean): Method {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return method;
    case 'POST':
    case 'PATCH':
    case 'PUT':
      if (mayPush) return method;
      throw new Refusal(
        405,
        'method',
        'This proxy only fetches. Its owner can allow pushing: npm run proxy -- --push.',
      );
    default:
      throw new Refusal(405, 'method', 'This proxy does nothing but fetch and push images.');
  }
}

async function ask(request: Request, method: Method, options: ProxyOptions): Promise<Response> {
  const { allowed, upstream } = options;
  const isPush = method !== 'GET' && method !== 'HEAD';
  let url = wantedAddress(request.url);
  const entry = allowedBy(url, allowed);
  if (entry === undefined) {
    throw new Refusal(
      403,
      'host',
      `${url.host} is no registry that this proxy may ask. Its owner can allow it.`,
    );
  }
  if (isPush && !pushPath.test(url.pathname)) {
    throw new Refusal(403, 'path', 'Only uploads of blobs and manifests may be sent through this proxy.');
  }
  let mayBePrivate = entry.isOwners;
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'drydock-proxy' };
  for (const name of isPush ? forwardedWithBody : forwarded) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const body = isPush ? uploadOf(request, options.largestUpload, headers) : undefined;
  for (let redirects = 0; ; redirects++) {
    const answer = await inTime(request.signal, isPush ? uploadTime : answerTime, (signal) =>
      upstream(url, { method, headers, mayBePrivate, signal, ...(body === undefined ? {} : { body }) }),
    );
    const location = answer.headers.get('location');
    if (location === null || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
    await answer.body?.cancel();
    // What was sent is gone, and where it goes is not for a redirect to say.
    if (isPush) throw new Refusal(502, 'redirect', `${url.host} redirects what is pushed.`);
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

/** The body of a push, bounded; its length goes with it where it is known. */
function uploadOf(
  request: Request,
  largest: number,
  headers: Record<string, string>,
): ReadableStream<Uint8Array> | undefined {
  const length = request.headers.get('content-length');
  if (length !== null && !(Number(length) <= largest)) {
    throw new Refusal(413, 'size', `No more than ${largest} bytes may be sent at once.`);
  }
  headers['content-length'] = length ?? '0';
  if (request.body === null || length === '0') return undefined;
  if (length === null) throw new Refusal(411, 'length', 'What is sent must say its length.');
  return request.body.pipeThrough(limited(largest));
}

/** Until the answer begins; its body has all the time that the asker gives it. */
async function inTime(
  asker: AbortSignal,
  time: number,
  act: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('it took too long')), time);
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

function corsHeaders(origin: string, mayPush: boolean): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': `GET, HEAD, OPTIONS${mayPush ? ', POST, PATCH, PUT' : ''}`,
    'access-control-allow-headers': `Accept, Authorization, Range${mayPush ? ', Content-Type, Content-Range' : ''}`,
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
  const hasBody = answer.body !== null && ![204, 205, 304].includes(answer.status);
  return new Response(hasBody ? (answer.body?.pipeThrough(limited(largest)) ?? null) : null, {
    status: answer.status,
    headers,
  });
}

function limited(largest: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform: (piece, controller) => {
      size += piece.length;
      if (size > largest) controller.error(new Refusal(502, 'size', 'More was sent than may be.'));
      else controller.enqueue(piece);
    },
  });
}
