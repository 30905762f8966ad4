/** `dry-dock push`, and what `build --push` does at its end: prints what `docker push` prints. */
import type { Image } from '../image/image.ts';
import { BlobSources } from '../registry/blob-sources.ts';
import type { Credentials } from '../registry/distribution/authorization.ts';
import { NamedImages } from '../registry/named-images.ts';
import { type BlobProgress, pushImage } from '../registry/push.ts';
import {
  familiarName,
  familiarReference,
  type ImageReference,
  parseReference,
} from '../registry/reference.ts';
import type { Host } from './host.ts';
import { registryClient } from './open-registry.ts';
import { environmentCredentials, type PushOptions } from './push-option.ts';
import type { RegistryOption } from './registry-option.ts';
import { defaultStoreFolder, openStoreFolder, type StoreFolder } from './store-folder.ts';
import { UsageError } from './usage-error.ts';

/** @throws what stands in the way. */
export async function pushCommand(options: PushOptions, host: Host): Promise<number> {
  const reference = parseReference(options.name);
  const store = await openStoreFolder(options.cacheDirectory ?? defaultStoreFolder(host.environment));
  const found = await new NamedImages(store.images, store.blobs).find(reference);
  if (found === undefined) {
    throw new UsageError(
      `An image does not exist locally with the tag: ${familiarName(reference)}`,
      `Build it first: dry-dock build -t ${options.name} .`,
    );
  }
  const credentials = await credentialsFor(options, host);
  const say = (text: string) => void (options.quiet || host.standardOutput.write(text));
  say(`The push refers to repository [${reference.domain}/${reference.path}]\n`);
  const pushed = await push(found.image, reference, options.registry, {
    store,
    credentials,
    signal: host.signal,
  });
  for (const blob of pushed.blobs.slice(0, -1).reverse()) say(`${blob.digest.slice(7, 19)}: ${fate(blob)}\n`);
  say(`${reference.tag}: digest: ${pushed.digest} size: ${pushed.size}\n`);
  if (options.quiet) host.standardOutput.write(`${familiarReference(reference)}\n`);
  return 0;
}

/** The config, last of the blobs, is no layer: Docker doesn't show it. */
function fate({ outcome }: BlobProgress): string {
  switch (outcome) {
    case 'there':
      return 'Layer already exists';
    case 'mounted':
      return 'Mounted from another repository';
    default:
      return 'Pushed';
  }
}

async function credentialsFor(
  { username, passwordStdin }: PushOptions,
  { environment, readStandardInput }: Host,
): Promise<Credentials | undefined> {
  if (!passwordStdin) {
    const known = environmentCredentials(environment);
    return known && username !== undefined ? { ...known, username } : known;
  }
  const password = new TextDecoder().decode(await readStandardInput()).replace(/\r?\n$/, '');
  return { username: username ?? '', password };
}

export interface PushGround {
  readonly store: StoreFolder;
  readonly credentials: Credentials | undefined;
  readonly signal: AbortSignal;
}

/** The credentials are for the registry that is pushed to. */
export function push(
  image: Image,
  reference: ImageReference,
  registry: RegistryOption,
  { store, credentials, signal }: PushGround,
): ReturnType<typeof pushImage> {
  const client = registryClient(registry, (domain) =>
    domain === reference.domain ? credentials : undefined,
  );
  const sources = new BlobSources(store.pulled);
  return pushImage(image, reference, { client, store: store.blobs, sources }, { signal });
}
