/** The calls that plan and don't build: the cache as it is, the base images of the last build, and no network. */

import { bundledBaseImages } from '../build/bundled-base-images.ts';
import { type Forecast, forecastBuild } from '../build/forecast.ts';
import { adviseOnOrder, type OrderAdvice } from '../build/order-advice.ts';
import type { BaseImage, BuildOptions, BuildPorts } from '../build/ports.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import type { BundledImages } from '../registry/bundled.ts';
import { canonicalReference } from '../registry/reference.ts';
import type { Store } from '../store/store.ts';
import { projectSource } from './project-source.ts';
import type { BuildRequest } from './protocol.ts';
import { buildOptions } from './run-build.ts';

export interface ForesightGround {
  readonly store: Store;
  readonly snapshots: SnapshotCache;
  readonly images: BundledImages;
  /** What the last build found under each name. */
  readonly known: ReadonlyMap<string, BaseImage>;
}

/** Undefined for a project that can't be planned: its errors are said where it is edited. */
export async function foresee(request: BuildRequest, ground: ForesightGround): Promise<Forecast | undefined> {
  return planning(request, ground, forecastBuild);
}

export async function advise(
  request: BuildRequest,
  ground: ForesightGround,
): Promise<readonly OrderAdvice[]> {
  return (await planning(request, ground, adviseOnOrder)) ?? [];
}

async function planning<Result>(
  request: BuildRequest,
  { store, snapshots, images, known }: ForesightGround,
  act: (options: BuildOptions, ports: BuildPorts) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    const { entries, dockerfile = 'Dockerfile' } = request;
    const source = projectSource(entries, dockerfile);
    if (source.dockerfile === undefined) return undefined;
    const bundled = bundledBaseImages(images, store.blobs);
    return await act(buildOptions(request, source.dockerfile, source), {
      blobs: store.blobs,
      snapshots,
      cache: store.collection('build-cache'),
      baseImages: {
        resolve: async (reference, signal) =>
          known.get(canonicalReference(reference)) ?? bundled.resolve(reference, signal),
      },
      runner: { run: () => Promise.reject(new Error('what is only planned runs nothing')) },
      now: () => Date.now(),
      onEvent: () => undefined,
    });
  } catch {
    // Whatever is wrong with the project, the check of the Dockerfile and the next build say it.
    return undefined;
  }
}
