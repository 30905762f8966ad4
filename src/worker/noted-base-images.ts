/** Base images, noting which one each name was found to be: what is only planned must ask no registry. */
import type { BaseImage, BaseImages } from '../build/ports.ts';
import { canonicalReference } from '../registry/reference.ts';

export function notingBaseImages(inner: BaseImages, known: Map<string, BaseImage>): BaseImages {
  return {
    ...inner,
    resolve: async (reference, signal) => {
      const found = await inner.resolve(reference, signal);
      if (found !== undefined) known.set(canonicalReference(reference), found);
      return found;
    },
  };
}
