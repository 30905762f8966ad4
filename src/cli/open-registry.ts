/** The base images of a build from a terminal: those that come with Drydock, and those of registries. */
import { bundledBaseImages } from '../build/bundled-base-images.ts';
import type { BaseImages } from '../build/ports.ts';
import { registryBaseImages } from '../build/registry-base-images.ts';
import { BundledImages } from '../registry/bundled.ts';
import { RegistryClient } from '../registry/distribution/registry-client.ts';
import { Puller } from '../registry/pull.ts';
import { PulledRecords } from '../registry/pulled-records.ts';
import type { Host } from './host.ts';
import type { RegistryOption } from './registry-option.ts';
import type { StoreFolder } from './store-folder.ts';

export function openBaseImages(
  { policy, proxy, insecure }: RegistryOption,
  { blobs, pulled }: StoreFolder,
  { fetchFile }: Host,
): BaseImages {
  const client = new RegistryClient({
    fetch: (url, init) => fetch(url, init),
    // Nothing here needs one, so whoever names a proxy wants it to be used.
    ...(proxy === undefined ? {} : { proxy: { template: proxy, always: true } }),
    insecure,
  });
  const puller = new Puller({
    client,
    store: blobs,
    records: new PulledRecords(pulled),
    platform: { os: 'linux', architecture: 'amd64' },
  });
  const bundled = bundledBaseImages(new BundledImages(fetchFile), blobs);
  return registryBaseImages({ bundled, pullerFor: () => puller, policy });
}
