/**
 * The page's way to registries. Clients live as long as the worker: what they learn (which way works, tokens) is
 * learned once, and credentials are nowhere but in memory.
 */
import { bundledBaseImages } from '../build/bundled-base-images.ts';
import type { FetchUrl } from '../build/download.ts';
import { namedBaseImages } from '../build/named-base-images.ts';
import type { BaseImages } from '../build/ports.ts';
import { registryBaseImages } from '../build/registry-base-images.ts';
import type { BundledImages } from '../registry/bundled.ts';
import { parseProxyTemplate } from '../registry/distribution/proxy-template.ts';
import { RegistryClient } from '../registry/distribution/registry-client.ts';
import { Puller } from '../registry/pull.ts';
import { PulledRecords } from '../registry/pulled-records.ts';
import { canonicalReference, type ImageReference } from '../registry/reference.ts';
import { defaultPlatform, namedImages, parsePlatform } from './image-imports.ts';
import { pageDownloads } from './page-downloads.ts';
import type { RegistrySettings } from './protocol.ts';
import type { BuildEnvironment } from './run-build.ts';

export interface RegistryWorld {
  /** Template of a proxy that comes with the page; the person's own setting goes first. */
  readonly proxy?: string;
  /** False where it is known that there is no network. */
  readonly isOnline?: () => boolean;
}

export class RegistryAccess {
  readonly #world: RegistryWorld;
  #last: { readonly settings: string; readonly client: RegistryClient } | undefined;

  constructor(world: RegistryWorld = {}) {
    this.#world = world;
  }

  /** @throws {ProxyTemplateError} when the proxy's address can't be one. */
  baseImages(
    settings: RegistrySettings,
    images: BundledImages,
    { store, snapshots }: Pick<BuildEnvironment, 'store' | 'snapshots'>,
  ): BaseImages {
    const { isOnline } = this.#world;
    const online = isOnline === undefined ? {} : { isOnline };
    const client = this.client(settings);
    const records = new PulledRecords(store.collection('registry'));
    const { platforms = {} } = settings;
    const pullerFor = (reference: ImageReference): Puller => {
      const name = canonicalReference(reference);
      const wanted = Object.hasOwn(platforms, name) ? platforms[name] : undefined;
      const platform = parsePlatform(wanted ?? defaultPlatform);
      return new Puller({ client, store: store.blobs, records, platform, snapshots, ...online });
    };
    const bundled = bundledBaseImages(images, store.blobs);
    const others = registryBaseImages({
      bundled,
      pullerFor,
      policy: settings.policy ?? 'unbundled',
      ...online,
    });
    return namedBaseImages(namedImages(store), others);
  }

  /**
   * For ADD of an address.
   * @throws {ProxyTemplateError} when the proxy's address can't be one.
   */
  downloads(settings: RegistrySettings): FetchUrl {
    return pageDownloads((url, init) => fetch(url, init), this.#proxy(settings));
  }

  #proxy({ proxy }: RegistrySettings): string | undefined {
    return proxy === undefined ? this.#world.proxy : parseProxyTemplate(proxy);
  }

  /**
   * The client of these settings: the same as before where they are the same.
   * @throws {ProxyTemplateError} when the proxy's address can't be one.
   */
  client(settings: RegistrySettings): RegistryClient {
    const key = JSON.stringify(settings);
    if (this.#last?.settings === key) return this.#last.client;
    const { credentials = {}, insecure = [] } = settings;
    const template = this.#proxy(settings);
    const client = new RegistryClient({
      fetch: (url, init) => fetch(url, init),
      ...(template === undefined ? {} : { proxy: { template } }),
      credentials: (domain) => (Object.hasOwn(credentials, domain) ? credentials[domain] : undefined),
      insecure,
    });
    this.#last = { settings: key, client };
    return client;
  }
}
