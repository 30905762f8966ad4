/**
 * Asks registries from Node. The address is checked where the connection is made, so that a name that resolves to
 * something else a moment later doesn't get around it.
 */
import { lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal, type Upstream } from './handle.ts';
import { isPublicAddress } from './public-address.ts';

/** Milliseconds without a byte. */
const silenceTime = 60_000;

export const nodeUpstream: Upstream = (url, { method, headers, body, mayBePrivate, signal }) =>
  new Promise((resolve, reject) => {
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    // For an address in place of a name nothing is looked up.
    if (!mayBePrivate && isIP(literal) !== 0 && !isPublicAddress(literal)) throw privateAddress(url.hostname);
    const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(
      url,
      { method, headers, signal, ...(mayBePrivate ? {} : { lookup: lookupPublic }) },
      (message) => {
        const answerHeaders = new Headers();
        for (const [name, value] of Object.entries(message.headers)) {
          for (const each of [value ?? []].flat()) answerHeaders.append(name, each);
        }
        message.setTimeout(silenceTime, () => message.destroy(new Error('nothing came any more')));
        const status = message.statusCode ?? 502;
        const hasBody = method !== 'HEAD' && ![204, 205, 304].includes(status);
        if (!hasBody) message.resume();
        const body = hasBody ? (Readable.toWeb(message) as ReadableStream<Uint8Array>) : null;
        resolve(new Response(body, { status, headers: answerHeaders }));
      },
    );
    request.on('error', reject);
    if (body === undefined) request.end();
    else pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), request).catch(reject);
  });

/** As the system's, without private addresses. */
const lookupPublic: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      answer(error, []);
      return;
    }
    const [first, ...others] = addresses.filter(({ address }) => isPublicAddress(address));
    if (first === undefined) answer(privateAddress(hostname), []);
    else if (options.all) answer(null, [first, ...others]);
    else answer(null, first.address, first.family);
  });
};

function privateAddress(host: string): Refusal {
  return new Refusal(
    403,
    'private',
    `${host} is in a private network, which this proxy does not open to others.`,
  );
}
