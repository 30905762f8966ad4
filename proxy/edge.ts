/**
 * The proxy for a host's edge functions (Cloudflare Workers, Deno Deploy, and what else takes `export default
 * { fetch }`). There is no DNS to check here: such hosts keep their functions out of private networks themselves.
 */
import { wellKnownRegistries } from './allow-list.ts';
import { defaultLargestBody, handle, Refusal, type Upstream } from './handle.ts';

/** Pages that may use the proxy. Change it to yours before it is deployed. */
const origins: readonly string[] = ['https://drydock.example'];

/** Bytes that may be sent at once, for pushing; 0: the proxy only fetches. */
const largestUpload = 0;

/** What is sent goes on as it comes; the DOM's types don't know the member. */
const streamed = { duplex: 'half' };

const upstream: Upstream = async (url, { method, headers, body, signal }) => {
  if (/^[\d.]+$|^\[/.test(url.hostname)) {
    throw new Refusal(
      403,
      'private',
      `${url.hostname} is an address and no name, which this proxy does not ask.`,
    );
  }
  const init = { method, headers, signal, redirect: 'manual' as const };
  const answer = await fetch(url, body === undefined ? init : { ...init, body, ...streamed });
  const clean = new Headers(answer.headers);
  if (clean.has('content-encoding')) {
    // It was undone on the way, so these are no longer true.
    clean.delete('content-encoding');
    clean.delete('content-length');
  }
  return new Response(answer.body, { status: answer.status, headers: clean });
};

export default {
  fetch: (request: Request): Promise<Response> =>
    handle(request, {
      allowed: wellKnownRegistries,
      upstream,
      allowsOrigin: (origin) => origins.includes(origin),
      largestBody: defaultLargestBody,
      largestUpload,
    }),
};
