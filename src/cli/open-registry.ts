/** The base images of a build from a terminal: those that were built here, those that come with Drydock, registries'. */
import { bundledBaseImages } from '../build/bundled-base-images.ts';
import { namedBaseImages } from '../build/named-base-images.ts';
import type { BaseImages } from '../build/ports.ts';
import { registryBaseImages } from '../build/registry-base-images.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { BundledImages } from '../registry/bundled.ts';
import type { Credentials } from '../registry/distribution/authorization.ts';
import { RegistryClient } from '../registry/distribution/registry-client.ts';
import { NamedImages } from '../registry/named-images.ts';
import { Puller } from '../registry/pull.ts';
import { PulledRecords } from '../registry/pulled-records.ts';
import type { Host } from './host.ts';
import type { RegistryOption } from './registry-option.ts';
import type { StoreFolder } from './store-folder.ts';

export function registryClient(
  { proxy, insecure }: RegistryOption,
  credentials: (domain: string) => Credentials | undefined = () => undefined,
): RegistryClient {
  return new RegistryClient({
    fetch: (url, init) => fetch(url, init),
    // Nothing here needs one, so whoever names a proxy wants it to be used.
    ...(proxy === undefined ? {} : { proxy: { template: proxy, always: true } }),
    credentials,
    insecure,
  });
}

export function openBaseImages(
  option: RegistryOption,
  { blobs, pulled, images }: StoreFolder,
  snapshots: SnapshotCache,
  { fetchFile }: Host,
): BaseImages {
  const puller = new Puller({
    client: registryClient(option),
    store: blobs,
    records: new PulledRecords(pulled),
    snapshots,
    platform: { os: 'linux', architecture: 'amd64' },
  });
  const bundled = bundledBaseImages(new BundledImages(fetchFile), blobs);
  const others = registryBaseImages({ bundled, pullerFor: () => puller, policy: option.policy });
  return namedBaseImages(new NamedImages(images, blobs), others);
}
