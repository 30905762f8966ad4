/** The image that a container is made of, found by the name that a person types. */
import type { BaseImages, LoadProgress } from '../build/ports.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { familiarReference, parseReference } from '../registry/reference.ts';
import type { ContainerImage } from './containers.ts';
import { ContainerRefusal, refused } from './refusal.ts';

export interface FindOptions {
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Pulls it when it is not here.
 * @throws {ContainerRefusal | InvalidReferenceError | ImageError | RegistryError}; the signal's reason when it is aborted.
 */
export async function findImage(
  name: string,
  baseImages: BaseImages,
  snapshots: SnapshotCache,
  { onProgress, signal }: FindOptions = {},
): Promise<ContainerImage> {
  const reference = parseReference(name);
  const found = await baseImages.resolve(reference, signal);
  if (found === undefined) {
    const { message } = refused(
      `pull access denied for ${name.split(':')[0]}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    );
    const sentence = `Unable to find image '${familiarReference(reference)}' locally\n${message}`;
    throw new ContainerRefusal(sentence, 125);
  }
  const { image } = await found.load(onProgress, signal);
  const tree = await snapshots.load(image.layers.map(({ digest }) => digest));
  return { name, image, tree, missing: found.missing };
}
