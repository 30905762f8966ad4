/** The layers of what a person chose to compare: a kept image, or what a past build made. */
import { type Digest, isDigest } from '../image/digest.ts';
import type { BuildHistory } from './build-history.ts';
import { DaemonError, type KeptImages } from './kept-images.ts';
import type { ImageChoice } from './protocol/comparison.ts';

/** @throws {DaemonError} when it isn't remembered any more, or made no image. */
export async function layersOf(
  choice: ImageChoice,
  images: KeptImages,
  history: BuildHistory,
): Promise<readonly Digest[]> {
  if ('image' in choice) return (await images.find(choice.image)).layers.map(({ digest }) => digest);
  const layers = (await history.get(choice.build))?.result?.layers;
  if (layers === undefined) throw new DaemonError('No such build, or it made no image.');
  return layers.flatMap(({ digest }) => (isDigest(digest) ? [digest] : []));
}
