/**
 * FROM's images when registries may be asked: which names are taken from those that come with the page, and
 * which are pulled. docs/decisions/063-registry.md says why.
 */
import { sizeText } from '../image/size-text.ts';
import type { ResolvedImage as PulledImage, Puller, PullProgress } from '../registry/pull.ts';
import { familiarReference, type ImageReference } from '../registry/reference.ts';
import type { BaseImage, BaseImages } from './ports.ts';

/**
 * `never` asks no registry; `unbundled` pulls what doesn't come with the page, so that a lesson is the same with and
 * without a network; `always` pulls every image, as Docker does, and takes bundled ones where there is no network.
 */
export type PullPolicy = 'never' | 'unbundled' | 'always';

export interface RegistrySource {
  readonly bundled: BaseImages;
  /** Whoever pulls the image, for the platform that is wanted of it. */
  readonly pullerFor: (reference: ImageReference) => Puller;
  readonly policy: PullPolicy;
  /** False where it is known that there is no network. */
  readonly isOnline?: () => boolean;
}

export function registryBaseImages({ bundled, pullerFor, policy, isOnline }: RegistrySource): BaseImages {
  const isOffline = (): boolean => isOnline?.() === false;
  return {
    resolve: async (reference, signal) => {
      const isBundledFirst = policy !== 'always' || isOffline();
      const own = isBundledFirst ? await bundled.resolve(reference, signal) : undefined;
      if (own !== undefined || policy === 'never') {
        return own && policy === 'always' ? { ...own, notes: [offlineNote(reference), ...own.notes] } : own;
      }
      const puller = pullerFor(reference);
      return pulledBase(await puller.resolve(reference, signal), puller);
    },
    ...(bundled.names === undefined ? {} : { names: bundled.names }),
  };
}

function offlineNote(reference: ImageReference): string {
  return `There is no network, so ${familiarReference(reference)} is the one that comes with Drydock.`;
}

function pulledBase(image: PulledImage, puller: Puller): BaseImage {
  const { config, manifest, digest, notes, reference } = image;
  const name = familiarReference(reference);
  return {
    config,
    configDigest: manifest.config.digest,
    digest,
    load: async (onProgress, signal) => {
      let last: PullProgress | undefined;
      const loaded = await puller.load(
        image,
        (progress) => {
          last = progress;
          const label = `pulling ${name}, ${wayText(progress)}`;
          onProgress?.({ label, current: progress.received, total: progress.total });
        },
        signal,
      );
      return { image: loaded, notes: last === undefined ? [] : [pulledNote(last, reference)] };
    },
    origin: 'pulled',
    notes,
    missing: [],
  };
}

function wayText({ received, throughProxy }: PullProgress): string {
  if (throughProxy === 0) return 'directly';
  return throughProxy === received ? 'through the proxy' : 'partly through the proxy';
}

/** Which way each layer came, where they did not all come the same. */
function pulledNote(progress: PullProgress, { domain }: ImageReference): string {
  const { layers, received } = progress;
  const count = layers.length === 1 ? '1 layer' : `${layers.length} layers`;
  const first = `Pulled from ${domain}, ${wayText(progress)}: ${count}, ${sizeText(received)}.`;
  if (new Set(layers.map(({ way }) => way)).size <= 1) return first;
  const each = layers.map(
    ({ digest, way }) => `${digest.slice(7, 19)} ${way === 'proxy' ? 'through it' : 'directly'}`,
  );
  return `${first} ${each.join(', ')}.`;
}
