/** FROM: the files that a stage begins with. */

import { emptyTree, type Tree } from '../filesystem/tree.ts';
import type { Digester } from '../image/digest.ts';
import type { Image } from '../image/image.ts';
import { digestOf, layersKey } from './cache-key.ts';
import { contentKey } from './copy/content-key.ts';
import { selectSources } from './copy/select.ts';
import type { LayerWork } from './layer-work.ts';
import type { BaseImage, BuildPorts } from './ports.ts';
import { BuildFailure } from './problems.ts';
import type { ResolvedImage } from './resolve-images.ts';
import { StepFiles } from './step-result.ts';

/** @throws what resolving the image came to, when it can't be had. */
export function available(name: string, image: ResolvedImage | undefined) {
  if (image !== undefined && image.kind !== 'unavailable') return image;
  throw (
    image?.error ?? new BuildFailure('base-image-unavailable', `${name}: not found`, 'Use another image.')
  );
}

export function imageFiles(image: Image, { snapshots }: BuildPorts): StepFiles {
  return new StepFiles(
    image.layers.map((layer) => ({ kind: 'base', layer })),
    snapshots,
  );
}

/** Digest of an image, as people compare them: of the manifest where there is one. */
export function imageDigest({ digest, configDigest }: BaseImage): string {
  return digest ?? configDigest;
}

export function imageKey({ config }: BaseImage, digester: Digester): string {
  return layersKey(config.rootfs.diff_ids, digester);
}

/** FROM a named context of files: all of it is one layer. */
export function contextWork(tree: Tree, digester: Digester): LayerWork {
  const definition = ['from', digestOf(contentKey(selectSources(tree, ['/']), digester), digester)];
  const run = async () => ({ before: emptyTree, after: tree });
  return { definition, standsAlone: true, sources: [], run };
}
