/**
 * Asks registries as the OCI distribution specification 1.1 has it: authorization when it is challenged, retries
 * when that may help, and any refusal as a typed error. It knows nothing of images.
 */
import { AtMost } from './at-most.ts';
import { type Access, Authorization, type Credentials } from './authorization.ts';
import { parseChallenges } from './challenge.ts';
import { ConnectionError, type Exchange, type Fetch, type Method } from './exchange.ts';
import { defaultLimits, type RegistryLimits } from './limits.ts';
import { refusalError } from './refusal.ts';
import { RegistryError } from './registry-error.ts';
import { backoff, pause, retryAfter } from './retry.ts';
import { type ProxyChoice, type Way, Ways } from './ways.ts';

/** A repository of a registry: `{ domain: 'docker.io', path: 'library/alpine' }`. */
export interface Repository {
  readonly domain: string;
  readonly path: string;
}

export interface RegistryClientOptions {
  readonly fetch: Fetch;
  readonly proxy?: ProxyChoice;
  /** By the registry's domain; asked each time one is challenged. */
  readonly credentials?: (domain: string) => Credentials | undefined;
  /** Hosts with port that are asked over plain http; this machine's own always are. */
  readonly insecure?: readonly string[];
  readonly limits?: Partial<RegistryLimits>;
}

export interface ClientRequest {
  readonly repository: Repository;
  /** Below the repository: `manifests/latest`. Or an address that the registry gave for what it began there. */
  readonly path: string | URL;
  /** As errors call it: `docker.io/library/alpine:latest`. */
  readonly subject: string;
  readonly method?: Method;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** What for; pulling by default. */
  readonly purpose?: 'pull' | 'push';
  /** Another repository of the same registry that is read from: for mounting. */
  readonly from?: string | undefined;
  /** Statuses above 299 that are an answer and no refusal. */
  readonly expected?: readonly number[];
  /** Asking again changes something: whoever asks decides on it. */
  readonly once?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly exchange: Exchange;
  readonly way: Way;
  /** What was asked: what a `Location` is relative to. */
  readonly url: string;
}

/** Statuses that may be gone at the next attempt. */
const passing = new Set([408, 500, 502, 503, 504]);
/** A host that does not answer at all is asked less often than one that has trouble. */
const connectionAttempts = 3;

export class RegistryClient {
  readonly limits: RegistryLimits;
  /** Places for the blobs that come in at the same time, of all images. */
  readonly blobs: AtMost;
  readonly #options: RegistryClientOptions;
  readonly #ways: Ways;
  readonly #authorizations = new Map<string, Authorization>();

  constructor(options: RegistryClientOptions) {
    this.#options = options;
    this.limits = { ...defaultLimits, ...options.limits };
    this.blobs = new AtMost(this.limits.parallelBlobs);
    this.#ways = new Ways(options.fetch, options.proxy, this.limits);
  }

  /**
   * The registry's answer, its status below 300 or an expected one.
   * @throws {RegistryError} for any refusal; the signal's reason when it is aborted.
   */
  async request(request: ClientRequest): Promise<Answer> {
    const { repository, path, purpose = 'pull', from, expected = [], signal } = request;
    const authorization = this.#authorization(repository.domain);
    const origin = this.#origin(repository.domain);
    const url = path instanceof URL ? path.href : `${origin}/v2/${repository.path}/${path}`;
    // A registry may have blobs sent elsewhere, which is told no secret.
    const isOwn = new URL(url).origin === origin;
    const actions = purpose === 'push' ? 'pull,push' : 'pull';
    const access: Access = { repository: repository.path, actions, from };
    let authorized = isOwn ? authorization.known(access) : undefined;
    let answered = !isOwn;
    for (;;) {
      const answer = await this.#persist(url, request, () => ({
        ...request.headers,
        ...(authorized === undefined ? {} : { Authorization: authorized }),
      }));
      const { response } = answer.exchange;
      if (response.status < 300 || expected.includes(response.status)) return { ...answer, url };
      if (response.status === 401 && !answered) {
        const header = response.headers.get('www-authenticate');
        if (header === null && answer.way === 'direct' && this.#ways.avoidDirect(url)) {
          // The browser hides the challenge of a registry that doesn't expose the header.
          answer.exchange.end();
          continue;
        }
        answered = true;
        authorization.forget(access);
        const fresh = await authorization.answer(parseChallenges(header), access, signal);
        if (fresh !== undefined) {
          answer.exchange.end();
          authorized = fresh;
          continue;
        }
      }
      throw await this.#refusal(answer.exchange, request, url);
    }
  }

  /**
   * Asks the same again by another way, where what came can't be used, e.g. since a browser hides its headers.
   * False: there is no other.
   */
  hasOtherWay({ url, way }: Answer): boolean {
    return way === 'direct' && this.#ways.avoidDirect(url);
  }

  async #refusal(
    exchange: Exchange,
    { repository, subject, method, purpose }: Omit<ClientRequest, 'path'>,
    url: string,
  ): Promise<RegistryError> {
    const { domain } = repository;
    const { status, headers } = exchange.response;
    const body = await exchange
      .bytes(this.limits.answerBytes, 'the text of an error')
      .catch(() => new Uint8Array());
    const hasCredentials = this.#options.credentials?.(domain) !== undefined;
    return refusalError({
      status,
      headers,
      body,
      subject,
      domain,
      url,
      hasCredentials,
      ...(method === undefined ? {} : { method }),
      ...(purpose === undefined ? {} : { purpose }),
    });
  }

  /** Asks until there is an answer that asking again would not change. */
  async #persist(
    url: string,
    { method = 'GET', body, once, signal }: Pick<ClientRequest, 'method' | 'body' | 'once' | 'signal'>,
    headers: () => Readonly<Record<string, string>>,
  ): Promise<Omit<Answer, 'url'>> {
    const { firstDelay, longestDelay } = this.limits;
    const attempts = once ? 1 : this.limits.attempts;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#ways.send(url, { method, headers: headers(), body, signal });
        const delay = this.#delayFor(answer.exchange.response, attempt);
        if (attempt >= attempts || delay === undefined) return answer;
        answer.exchange.end();
        await pause(delay, signal);
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        if (attempt >= Math.min(attempts, connectionAttempts)) throw this.#unreachable(url, error);
        await pause(backoff(attempt, firstDelay, longestDelay), signal);
      }
    }
  }

  /** Milliseconds until it may be better; undefined when that is not to be expected soon. */
  #delayFor({ status, headers }: Response, attempt: number): number | undefined {
    const { firstDelay, longestDelay } = this.limits;
    const asked = retryAfter(headers.get('retry-after'), Date.now());
    if (asked !== undefined && (status === 429 || passing.has(status))) {
      return asked <= longestDelay ? Math.max(asked, firstDelay) : undefined;
    }
    return passing.has(status) ? backoff(attempt, firstDelay, longestDelay) : undefined;
  }

  #unreachable(url: string, error: ConnectionError): RegistryError {
    const { host, protocol } = new URL(url);
    const advice = this.#ways.hasProxy
      ? 'It was asked through the registry proxy too. Look whether the name is right, the network is there and ' +
        'the proxy runs.'
      : 'Look whether the name is right and the network is there. A page can ask most registries only through a ' +
        'proxy: docs/proxy.md says how to have one.';
    const plain = protocol === 'https:' ? ' A registry without TLS must be named as insecure.' : '';
    return new RegistryError(
      'unreachable',
      `failed to do request: ${host}: ${error.message}`,
      `${host} could not be reached. ${advice}${plain}`,
      { cause: error },
    );
  }

  #authorization(domain: string): Authorization {
    const known = this.#authorizations.get(domain);
    if (known !== undefined) return known;
    const fresh = new Authorization({
      domain,
      credentials: () => this.#options.credentials?.(domain),
      plain: this.#origin(domain).startsWith('http:'),
      answerBytes: this.limits.answerBytes,
      ask: async (url, headers, signal) => {
        const { exchange } = await this.#persist(url, { signal }, () => headers);
        const { status } = exchange.response;
        if (status < 300 || status === 401 || status === 403) return exchange;
        const subject = `the token server of ${domain}`;
        throw await this.#refusal(exchange, { repository: { domain, path: '' }, subject }, url);
      },
    });
    this.#authorizations.set(domain, fresh);
    return fresh;
  }

  #origin(domain: string): string {
    const host = domain === 'docker.io' ? 'registry-1.docker.io' : domain;
    const isPlain = isThisMachine(host) || (this.#options.insecure ?? []).includes(host);
    return `${isPlain ? 'http' : 'https'}://${host}`;
  }
}

/** As Docker: `localhost`, 127.0.0.0/8 and ::1 need no TLS. */
function isThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
