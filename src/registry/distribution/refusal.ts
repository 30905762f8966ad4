/**
 * What a registry's refusal means: status, headers and the error codes of the distribution specification
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes) as an error for people.
 */
import { parseObject } from '../../image/go-json.ts';
import { RegistryError } from './registry-error.ts';
import { retryAfter } from './retry.ts';

export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** What was asked for, as a person calls it: `docker.io/library/alpine:3.99`. */
  readonly subject: string;
  /** The registry as the reference names it: `docker.io`. */
  readonly domain: string;
  readonly url: string;
  readonly hasCredentials: boolean;
  /** What was asked of it; pulling by default. */
  readonly method?: string;
  readonly purpose?: 'pull' | 'push';
}

export function refusalError(refusal: Refusal): RegistryError {
  const { status, subject, domain, url, hasCredentials, purpose = 'pull', method = 'GET' } = refusal;
  const said = registryWords(refusal.body);
  if (purpose === 'push') {
    const error = pushRefusal(refusal, said);
    if (error !== undefined) return error;
  }
  switch (status) {
    case 401:
    case 403:
      return new RegistryError(
        'unauthorized',
        `${subject}: pull access denied, repository does not exist or may require authorization` +
          `: ${said ?? `server message: ${status}`}`,
        hasCredentials
          ? `${domain} does not give this image to this user. Look at its name, the user name and the password.`
          : `There is no such image on ${domain}, or it is not public. Look at its name; for a private one ` +
              'give a user name and a password or token.',
      );
    case 404:
      return new RegistryError(
        'not-found',
        `${subject}: not found`,
        `${domain} has no such image or tag${said === undefined ? '' : ` (${said})`}. Look at its name and its tags.`,
      );
    case 429:
      return rateLimited(refusal, said);
  }
  const message =
    `unexpected status from ${method} request to ${shown(url)}: ${status}` +
    (said === undefined ? '' : ` ${said}`);
  return status >= 500
    ? new RegistryError('server-error', message, `${domain} has trouble. Try again in a while.`)
    : new RegistryError(
        'server-error',
        message,
        `${domain} answered what the specification of registries does not foresee. Look whether it is one.`,
      );
}

/** What only pushing is refused for; undefined for what may happen to pulling too. */
function pushRefusal(
  { status, subject, domain, hasCredentials }: Refusal,
  said: string | undefined,
): RegistryError | undefined {
  const words = said ?? `server message: ${status}`;
  switch (status) {
    case 401:
    case 403:
      return new RegistryError(
        'unauthorized',
        `${subject}: push access denied, repository does not exist or may require authorization: ${words}`,
        hasCredentials
          ? `${domain} does not let this user push there. Look at the name of the image, the user name, and whether ` +
              'the password or token may write.'
          : `${domain} lets nobody push who has no name. Give a user name and a password or token.`,
      );
    case 404:
      return new RegistryError(
        'not-found',
        `${subject}: ${words}`,
        `${domain} has no such repository and makes none by itself. Make it there first, or look at the name.`,
      );
    case 405:
      return new RegistryError(
        'unsupported',
        `${subject}: ${words}`,
        `${domain} takes no images, as a mirror does. Push to another registry.`,
      );
    case 413:
      return new RegistryError(
        'limit',
        `${subject}: ${words}`,
        `It is more than ${domain}, or the proxy before it, takes at once.`,
      );
    default:
      return undefined;
  }
}

function rateLimited(
  { headers, domain, url, hasCredentials, method = 'GET' }: Refusal,
  said: string | undefined,
): RegistryError {
  const wait = retryAfter(headers.get('retry-after'), Date.now());
  const facts = [
    limitText(headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')),
    sourceText(headers.get('docker-ratelimit-source'), hasCredentials),
    wait === undefined ? undefined : `Try again in ${durationText(wait)}.`,
    hasCredentials
      ? 'Wait, or use a mirror of the image.'
      : 'Registries count the nameless by their address, which a school or a company shares: with a user name and a ' +
        'password or token you have a limit of your own.',
  ];
  return new RegistryError(
    'rate-limited',
    `unexpected status from ${method} request to ${shown(url)}: 429 Too Many Requests\n` +
      `toomanyrequests: ${said?.replace(/^toomanyrequests: /, '') ?? `${domain} has had too many requests`}`,
    [`${domain} gives no more for now.`, ...facts].filter((fact) => fact !== undefined).join(' '),
  );
}

const countPattern = /^(\d{1,9})(?:;w=(\d{1,9}))?/;

/** `100;w=21600`: so many in so many seconds; and how many of them are left (https://docs.docker.com/docker-hub/usage/). */
function limitText(limit: string | null, remaining: string | null): string | undefined {
  const found = countPattern.exec(limit ?? '');
  if (found === null) return undefined;
  const [, count, window] = found;
  const left = countPattern.exec(remaining ?? '')?.[1];
  const every = window === undefined ? '' : ` in ${durationText(Number(window) * 1000)}`;
  return `It allows ${count} pulls${every}${left === undefined ? '' : `, and ${left} are left`}.`;
}

/** Whom the registry counts: an address, or an account. */
function sourceText(source: string | null, hasCredentials: boolean): string | undefined {
  const address = /^[0-9a-fA-F.:]{3,45}$/.exec(source ?? '')?.[0];
  return address === undefined || hasCredentials
    ? undefined
    : `It counts those of ${address}, the address that it sees.`;
}

function durationText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** Of the first error in the body: `code: message`. Undefined when it holds none, as a web page. */
function registryWords(body: Uint8Array): string | undefined {
  try {
    const [error] = parseObject(body, 'errors').objects('errors');
    const code = error?.string('code')?.toLowerCase();
    const message = error?.string('message');
    const words = [code, message].filter((word) => word !== undefined && word !== '').join(': ');
    return words === '' ? undefined : printable(words).slice(0, 300);
  } catch {
    return undefined;
  }
}

/** Without control characters, which would paint on a terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Without the query, which may hold a signature. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
