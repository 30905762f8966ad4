/** FROM's images when some are here under names of their own: those come first, as Docker's local images do. */
import type { NamedImage, NamedImages } from '../registry/named-images.ts';
import { familiarReference } from '../registry/reference.ts';
import type { BaseImages } from './ports.ts';
import { loadedBase } from './resolve-images.ts';

export function namedBaseImages(named: NamedImages, others: BaseImages): BaseImages {
  return {
    resolve: async (reference, signal) => {
      const found = await named.find(reference);
      if (found === undefined) return others.resolve(reference, signal);
      const { image, origin } = found;
      return loadedBase(image, { origin, notes: [note(familiarReference(reference), found)] });
    },
    names: async () => [
      ...(await named.imported()).flatMap(({ names }) => names),
      ...((await others.names?.()) ?? []),
    ],
  };
}

function note(name: string, { origin, file }: NamedImage): string {
  const how = origin === 'built' ? 'was built here' : `was imported from ${file ?? 'a file'}`;
  return `${name} is the image that ${how}; no registry was asked.`;
}
