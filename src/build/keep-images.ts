/** Base images that are noted by their names once a build has their layers, so that these are known to be needed. */
import type { Image } from '../image/image.ts';
import { familiarReference } from '../registry/reference.ts';
import type { BaseImage, BaseImages } from './ports.ts';

export interface ImageFacts {
  /** As people type them: `alpine:3.22`. */
  readonly names: readonly string[];
  readonly origin: BaseImage['origin'];
}

/** Notes an image whose layers are in the store. */
export type KeepImage = (image: Image, facts: ImageFacts) => Promise<void>;

export function keepingBaseImages(baseImages: BaseImages, keep: KeepImage): BaseImages {
  return {
    ...baseImages,
    resolve: async (reference, signal) => {
      const base = await baseImages.resolve(reference, signal);
      if (base === undefined) return undefined;
      const { origin } = base;
      return {
        ...base,
        load: async (onProgress, loadSignal) => {
          const loaded = await base.load(onProgress, loadSignal);
          await keep(loaded.image, { names: [familiarReference(reference)], origin });
          return loaded;
        },
      };
    },
  };
}
