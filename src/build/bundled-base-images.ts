/** The bundled images as the `BaseImages` of a build: FROM's images when there is no registry to ask. */
import type { BlobStore } from '../image/blob-store.ts';
import type { BundledImages } from '../registry/bundled.ts';
import type { BaseImages } from './ports.ts';
import { loadedBase } from './resolve-images.ts';

export function bundledBaseImages(bundled: BundledImages, blobs: BlobStore): BaseImages {
  return {
    async resolve(reference) {
      const match = await bundled.resolve(reference);
      if (match === undefined) return undefined;
      const { manifest: digest, notes } = match;
      // They are small: loaded at once.
      const image = await bundled.load(match, blobs);
      return loadedBase(image, { digest, origin: 'bundled', notes, missing: match.image.missing });
    },
    names: async () => (await bundled.list()).map(({ name }) => name),
  };
}
