/**
 * The ways to a registry: directly, or through a CORS proxy where the browser may not ask. Which way works is
 * learned for each host once and kept in memory.
 */
import { ConnectionError, Exchange, type ExchangeRequest, type Fetch } from './exchange.ts';
import type { RegistryLimits } from './limits.ts';
import { throughProxy } from './proxy-template.ts';
import { RegistryError } from './registry-error.ts';

export type Way = 'direct' | 'proxy';

/** The proxy says with it that the words are its own, not the registry's. */
export const proxyErrorHeader = 'drydock-proxy-error';

export interface ProxyChoice {
  /** As `parseProxyTemplate` answers it. */
  readonly template: string;
  /** Where registries can't be asked directly at all, or must not be. Otherwise it is tried first. */
  readonly always?: boolean;
}

export class Ways {
  readonly #fetch: Fetch;
  readonly #proxy: ProxyChoice | undefined;
  readonly #limits: RegistryLimits;
  readonly #learned = new Map<string, Way>();

  constructor(fetch: Fetch, proxy: ProxyChoice | undefined, limits: RegistryLimits) {
    this.#fetch = fetch;
    this.#proxy = proxy;
    this.#limits = limits;
  }

  get hasProxy(): boolean {
    return this.#proxy !== undefined;
  }

  /** Tells that what came the direct way can't be used, e.g. since its headers are hidden; true: try again. */
  avoidDirect(url: string): boolean {
    const { host } = new URL(url);
    if (this.#proxy === undefined || this.#learned.get(host) === 'proxy') return false;
    this.#learned.set(host, 'proxy');
    return true;
  }

  /**
   * Asks by the way that is known to work, else directly and then through the proxy.
   * @throws {ConnectionError | RegistryError}
   */
  async send(url: string, request: ExchangeRequest): Promise<{ exchange: Exchange; way: Way }> {
    const { host } = new URL(url);
    const known = this.#proxy?.always ? 'proxy' : this.#learned.get(host);
    if (known !== 'proxy' || this.#proxy === undefined) {
      try {
        const exchange = await Exchange.begin(this.#fetch, url, request, this.#limits);
        if (known === undefined) this.#learned.set(host, 'direct');
        return { exchange, way: 'direct' };
      } catch (error) {
        // Browsers don't say whether it was the network or CORS. A host that worked before may still refuse
        // one kind of request, or send a blob to a place that browsers may not ask.
        if (!(error instanceof ConnectionError) || this.#proxy === undefined) throw error;
      }
    }
    const exchange = await Exchange.begin(
      this.#fetch,
      throughProxy(this.#proxy.template, url),
      request,
      this.#limits,
    );
    const refusal = exchange.response.headers.get(proxyErrorHeader);
    if (refusal !== null) throw await refusedByProxy(exchange, host, refusal);
    if (known === undefined) this.#learned.set(host, 'proxy');
    return { exchange, way: 'proxy' };
  }
}

async function refusedByProxy(exchange: Exchange, host: string, code: string): Promise<RegistryError> {
  const said = await exchange.bytes(4096, 'the answer of the proxy').catch(() => new Uint8Array());
  const text = new TextDecoder().decode(said).trim();
  const message = `${host}: the registry proxy refused the request (${code.slice(0, 40)})`;
  return new RegistryError(
    'unreachable',
    message,
    text === '' ? 'Look at the messages of the proxy, or set another one.' : text.slice(0, 600),
  );
}
