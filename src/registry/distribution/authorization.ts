/**
 * Answers a registry's challenge: Basic with the user's credentials, Bearer with a token from its token server
 * (https://distribution.github.io/distribution/spec/auth/token/). Credentials and tokens live in memory only.
 */
import { parseObject } from '../../image/go-json.ts';
import type { Challenge } from './challenge.ts';
import type { Exchange } from './exchange.ts';
import { RegistryError } from './registry-error.ts';

export interface Credentials {
  readonly username: string;
  /** Or an access token made for the purpose. */
  readonly password: string;
}

/** Asks a token server; the caller knows the ways and the retries. */
export type AskTokenServer = (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
) => Promise<Exchange>;

/** What is to be done in a repository. */
export interface Access {
  readonly repository: string;
  readonly actions: 'pull' | 'pull,push';
  /** Another repository that a blob shall be mounted from. */
  readonly from?: string | undefined;
}

function keyOf({ repository, actions, from = '' }: Access): string {
  return `${actions} ${repository} ${from}`;
}

interface Token {
  readonly header: string;
  /** Milliseconds of `performance.now()`. */
  readonly until: number;
}

/** What the specification has a token last where its server doesn't say. */
const defaultLifetime = 60;
/** Given up so early that it doesn't run out on the way; seconds. */
const margin = 5;

export interface AuthorizationOptions {
  /** As the reference names it: `docker.io`. */
  readonly domain: string;
  readonly credentials: () => Credentials | undefined;
  /** Whether the registry itself is asked over plain http. */
  readonly plain: boolean;
  readonly answerBytes: number;
  readonly ask: AskTokenServer;
}

/** One registry's authorization. */
export class Authorization {
  readonly #options: AuthorizationOptions;
  /** By what they allow. */
  readonly #tokens = new Map<string, Token>();
  readonly #asking = new Map<string, Promise<Token>>();

  constructor(options: AuthorizationOptions) {
    this.#options = options;
  }

  /** The header that was right before; undefined when none was needed or it has run out. */
  known(access: Access): string | undefined {
    const key = keyOf(access);
    const token = this.#tokens.get(key);
    if (token !== undefined && token.until > performance.now()) return token.header;
    this.#tokens.delete(key);
    return undefined;
  }

  /** What was given did not help: forget it. */
  forget(access: Access): void {
    this.#tokens.delete(keyOf(access));
  }

  /**
   * The header that answers the challenges; undefined when nothing here can.
   * @throws {RegistryError} when the token server refuses or can't be asked.
   */
  async answer(
    challenges: readonly Challenge[],
    access: Access,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const key = keyOf(access);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      const asking = this.#asking.get(key) ?? this.#fetchToken(bearer, access, signal);
      this.#asking.set(key, asking);
      try {
        const token = await asking;
        this.#tokens.set(key, token);
        return token.header;
      } finally {
        this.#asking.delete(key);
      }
    }
    const credentials = this.#options.credentials();
    if (credentials === undefined || !challenges.some(({ scheme }) => scheme === 'basic')) return undefined;
    const header = basic(credentials);
    this.#tokens.set(key, { header, until: Number.POSITIVE_INFINITY });
    return header;
  }

  async #fetchToken(
    { parameters }: Challenge,
    access: Access,
    signal: AbortSignal | undefined,
  ): Promise<Token> {
    const { domain, answerBytes, ask } = this.#options;
    const credentials = this.#options.credentials();
    const url = this.#tokenAddress(parameters, access);
    const headers: Record<string, string> = {};
    if (credentials !== undefined) headers.Authorization = basic(credentials);
    const exchange = await ask(url.href, headers, signal);
    const { status } = exchange.response;
    if (status === 401 || status === 403) {
      exchange.end();
      throw new RegistryError(
        'unauthorized',
        `failed to authorize: failed to fetch ${credentials === undefined ? 'anonymous' : 'oauth'} token: ` +
          `unexpected status from GET request to ${url.origin}${url.pathname}: ${status}`,
        credentials === undefined
          ? `${domain} gives nothing to the nameless. Give a user name and a password or token for it.`
          : `${domain} does not know this user name with this password or token. Look at both.`,
      );
    }
    const bytes = await exchange.bytes(answerBytes, `the answer of ${url.host}`);
    const asked = performance.now();
    const { token, lifetime } = parseToken(bytes, url.host);
    return { header: `Bearer ${token}`, until: asked + Math.max(0, lifetime - margin) * 1000 };
  }

  #tokenAddress(parameters: ReadonlyMap<string, string>, { repository, actions, from }: Access): URL {
    const { domain, plain } = this.#options;
    const realm = parameters.get('realm') ?? '';
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    // A registry over https must not make us send credentials in the open.
    if (url === undefined || !(url.protocol === 'https:' || (plain && url.protocol === 'http:'))) {
      throw new RegistryError(
        'not-a-registry',
        `${domain} names no token server that may be asked (${realm.slice(0, 100) || 'no realm'})`,
        'It must be an https address. Look whether this is the registry that you mean.',
      );
    }
    url.hash = '';
    const service = parameters.get('service');
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', `repository:${repository}:${actions}`);
    if (from !== undefined) url.searchParams.append('scope', `repository:${from}:pull`);
    return url;
  }
}

function basic({ username, password }: Credentials): string {
  // Header values are bytes: user names may be any text.
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

function parseToken(bytes: Uint8Array, host: string): { readonly token: string; readonly lifetime: number } {
  try {
    const json = parseObject(bytes, host);
    const token = json.string('token') ?? json.string('access_token') ?? '';
    // Anything else would break out of its header.
    if (/^[\x21-\x7e]+$/.test(token)) {
      return { token, lifetime: json.number('expires_in') ?? defaultLifetime };
    }
  } catch {
    // Told below: the person can't do anything with where the JSON is wrong.
  }
  throw new RegistryError(
    'not-a-registry',
    `failed to authorize: ${host} answered without a token`,
    'A token server answers JSON with a token in it. Something in between, as a login page of the network, ' +
      'may have answered in its place: open the address in a browser tab.',
  );
}
