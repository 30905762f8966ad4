/** Reads all layers of an image once, entry by entry, for what their trees don't tell: sizes, repetitions, waste. */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { cleanPath } from '../filesystem/lookup.ts';
import type { BlobStore } from '../image/blob-store.ts';
import { efficiency, type SizedEntry } from '../image/efficiency.ts';
import { HiddenFiles } from '../image/hidden-files.ts';
import type { Layer } from '../image/image.ts';
import { ImageError } from '../image/image-error.ts';
import { LayerApplication } from '../image/layer-reader.ts';
import { dockerLayerSize } from '../image/layer-size.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { readTar } from '../image/tar-reader.ts';
import type { WastedSpace } from './protocol.ts';

export interface ReadLayers {
  /** Bytes that Docker counts of each layer, lowest first. */
  readonly dockerSizes: readonly number[];
  /** Paths that each layer's tar has an entry for. */
  readonly carried: readonly ReadonlySet<ByteString>[];
  readonly waste: WastedSpace;
}

/** Wasted files that are told of one by one. */
const mostWastedFiles = 5000;

/** @throws ImageError when a layer is not in the store any more, or is damaged. */
export async function readLayers(
  layers: readonly Layer[],
  origins: readonly ('base' | 'built')[],
  { blobs, snapshots }: { readonly blobs: BlobStore; readonly snapshots: SnapshotCache },
): Promise<ReadLayers> {
  const dockerSizes: number[] = [];
  const carried: Set<ByteString>[] = [];
  const sized: SizedEntry[][] = [];
  const hidden = new HiddenFiles();
  for (const [at, { digest }] of layers.entries()) {
    const below = await snapshots.load(layers.slice(0, at).map((layer) => layer.digest));
    const bytes = await blobs.get(digest);
    if (bytes === undefined) {
      throw new ImageError('not-found', 'the layer is not in the store', {
        path: digest,
        remedy: 'Build or pull the image again',
      });
    }
    const entries = [...readTar(bytes)];
    const application = new LayerApplication(below);
    const paths = new Set<ByteString>();
    hidden.beginLayer(below);
    for (const entry of entries) {
      const placement = application.add(entry);
      if (placement === undefined) continue;
      if (placement.kind === 'put') paths.add(placement.path);
      hidden.add(entry, placement);
    }
    carried.push(paths);
    dockerSizes.push(dockerLayerSize(entries, origins[at] ?? 'built'));
    sized.push(
      entries.map(({ name, type, content }) => ({
        name: cleanPath(name),
        size: content.length,
        directory: type === 'directory',
      })),
    );
  }
  const files = hidden.finish();
  const { score, wastedBytes, totalBytes } = efficiency(sized);
  return {
    dockerSizes,
    carried,
    waste: {
      files: files.slice(0, mostWastedFiles).map((file) => ({ ...file, path: toText(file.path) })),
      count: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      score,
      diveBytes: wastedBytes,
      totalBytes,
    },
  };
}
