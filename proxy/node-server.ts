/** The proxy as a handler of Node's http server: for `npm run proxy`, and beside the page under `npm start`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { handle, type ProxyOptions } from './handle.ts';

/** Requests at the same time; the page makes three. */
const mostRequests = 64;

export interface NodeProxyOptions extends ProxyOptions {
  /** Names that this server goes by, as in `Host:` without port; other names may be tricks with DNS. */
  readonly servesHost: (hostname: string) => boolean;
}

/** `Request` takes none of these; what stands for them is refused too. */
const unspeakable = ['CONNECT', 'TRACE', 'TRACK'];

/** What is sent goes on as it comes; the DOM's types don't know the member. */
const streamed = { duplex: 'half' };

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function nodeHandler(options: NodeProxyOptions): NodeHandler {
  let open = 0;
  return async (incoming, outgoing) => {
    const refuse = (status: number, text: string): void => {
      outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    };
    const { host } = incoming.headers;
    const base = `http://${host ?? ''}`;
    if (!URL.canParse(base) || !options.servesHost(new URL(base).hostname)) {
      refuse(421, 'This proxy does not go by that name.');
      return;
    }
    if (!URL.canParse(incoming.url ?? '', base)) {
      refuse(400, 'This is no address.');
      return;
    }
    if (open >= mostRequests) {
      refuse(503, 'This proxy has too much to do. Try again.');
      return;
    }
    open++;
    try {
      await serve(incoming, outgoing, new URL(incoming.url ?? '', base), options);
    } finally {
      open--;
    }
  };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: URL,
  options: ProxyOptions,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort(new Error('nobody waits for the answer any more')));
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string' && !name.startsWith(':')) headers.set(name, value);
  }
  const method = incoming.method ?? 'GET';
  const isPush = ['POST', 'PATCH', 'PUT'].includes(method) && options.largestUpload > 0;
  // All other bodies are never read.
  if (!isPush) incoming.resume();
  const init = { method: unspeakable.includes(method) ? 'DELETE' : method, headers, signal: gone.signal };
  const request = new Request(
    url,
    isPush ? { ...init, body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, ...streamed } : init,
  );
  const answer = await handle(request, options);
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) {
    outgoing.end();
    return;
  }
  // A broken body ends the connection, so that nobody takes it for a whole one.
  await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), outgoing).catch(
    () => outgoing.destroy(),
  );
}
