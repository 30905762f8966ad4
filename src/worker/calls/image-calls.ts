/** Images: those that come with the page or as files, the built one on its way out, and those that are kept by name. */
import type { Builds } from '../builds.ts';
import { compareTrees } from '../compare-trees.ts';
import type { EngineGround } from '../engine-ground.ts';
import { layersOf } from '../image-choice.ts';
import { exportBlob, saveTo } from '../image-exports.ts';
import { importImageFile, listImported, namedImages, recogniseImage } from '../image-imports.ts';
import { pushBuilt } from '../image-push.ts';
import type { LastBuild } from '../last-build.ts';
import type { ComparisonCalls } from '../protocol/comparison.ts';
import type { ImageCalls } from '../protocol/images.ts';
import type { KeptImageCalls } from '../protocol/kept-images.ts';
import type { TransferCalls } from '../protocol/transfers.ts';
import { prune } from './storage-calls.ts';

export function imageCalls(ground: EngineGround, last: LastBuild): ImageCalls {
  return {
    exportImage: async (format) => exportBlob(last.image(), format, await ground.open()),
    bundledImages: async () => {
      const images = await ground.page.images.list();
      return images.map(({ name, standIn, summary, missing }) => ({
        name,
        standIn,
        summary,
        missing: missing.map(({ program }) => program),
      }));
    },
  };
}

export function transferCalls(ground: EngineGround, builds: Builds, last: LastBuild): TransferCalls {
  return {
    recogniseImage,
    importImage: async (request, watch) => {
      const { store } = await ground.open();
      return importImageFile(request, namedImages(store), store.blobs, watch);
    },
    importedImages: async () => listImported(namedImages((await ground.open()).store)),
    removeImportedImage: async (id) => {
      await prune(ground, builds, last, { what: 'image', ids: [id] });
    },
    saveImage: async (format, file, watch) => saveTo(file, last.image(), format, await ground.open(), watch),
    pushImage: async (request, watch) => {
      const { image } = last.image();
      return pushBuilt(image, request, ground.page.registry, (await ground.open()).store, watch);
    },
  };
}

export function keptImageCalls(ground: EngineGround, builds: Builds, last: LastBuild): KeptImageCalls {
  return {
    images: async () => (await ground.open()).images.list(),
    keptImage: async (reference) => (await ground.open()).images.details(reference),
    tagImage: async (reference, name) => (await ground.open()).images.tag(reference, name),
    removeImage: async (reference, force) => {
      const removed = await (await ground.open()).images.remove(reference, force);
      if (removed.deleted !== undefined) {
        await prune(ground, builds, last, { what: 'image', ids: [removed.deleted] });
      }
      return removed;
    },
  };
}

export function comparisonCalls(ground: EngineGround): ComparisonCalls {
  return {
    compareFiles: async (first, second) => {
      const { snapshots, images, history } = await ground.open();
      const before = await snapshots.load(await layersOf(first, images, history));
      return compareTrees(before, await snapshots.load(await layersOf(second, images, history)));
    },
  };
}
