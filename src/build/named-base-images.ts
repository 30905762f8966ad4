/** FROM's images when some are kept under names of their own: those come first, as Docker's own images do. */
import type { NamedImage, NamedImages } from '../registry/named-images.ts';
import { familiarReference, parseReference } from '../registry/reference.ts';
import type { BaseImages } from './ports.ts';
import { loadedBase } from './resolve-images.ts';

export function namedBaseImages(named: NamedImages, others: BaseImages): BaseImages {
  return {
    resolve: async (reference, signal) => {
      const found = await named.find(reference);
      if (found === undefined) return others.resolve(reference, signal);
      return loadedBase(found.image, { notes: [note(found)] });
    },
    names: async () => [
      ...(await named.list()).map(({ name }) => familiarReference(parseReference(name))),
      ...((await others.names?.()) ?? []),
    ],
  };
}

function note({ name, origin }: NamedImage): string {
  const familiar = familiarReference(parseReference(name));
  return origin.kind === 'file'
    ? `${familiar} is the image that was imported from ${origin.file}; no registry was asked.`
    : `${familiar} is the image that was built here; no registry was asked.`;
}
