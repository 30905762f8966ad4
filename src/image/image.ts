/**
 * `Image`: what an import answers, a build ends in and an export takes. Its layers are kept uncompressed in a
 * `BlobStore` under their diff IDs, so that Node and the browser name the same image by the same digests.
 */
import type { Blob } from './blob-store.ts';
import { type Digest, sha256 } from './digest.ts';
import { type ImageConfig, marshalImageConfig } from './image-config.ts';
import { type Manifest, marshalManifest, mediaTypes, rewrittenTimestamp } from './manifest.ts';

/** A layer's tar, uncompressed: its digest is the diff ID. */
export interface Layer extends Blob {
  /** Unix seconds that its mtimes were clamped to by the build that made it. */
  readonly rewrittenTo?: number;
}

export interface Image {
  readonly config: ImageConfig;
  /** The config's JSON exactly as it is stored. */
  readonly configBytes: Uint8Array;
  /** What `docker images` calls the image id. */
  readonly configDigest: Digest;
  /** Lowest first; the same diff IDs as in the config. */
  readonly layers: readonly Layer[];
}

/** An image from a config that was just made. */
export async function makeImage(config: ImageConfig, layers: readonly Layer[]): Promise<Image> {
  const configBytes = new TextEncoder().encode(marshalImageConfig(config));
  return { config, configBytes, configDigest: await sha256(configBytes), layers };
}

export interface ImageManifest {
  readonly manifest: Manifest;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** The manifest of an image with uncompressed layers, as BuildKit's OCI exporter makes it. */
export async function makeManifest(image: Image): Promise<ImageManifest> {
  const manifest: Manifest = {
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, digest: image.configDigest, size: image.configBytes.length },
    layers: image.layers.map(({ digest, size, rewrittenTo }) => ({
      mediaType: mediaTypes.layer,
      digest,
      size,
      ...(rewrittenTo === undefined ? {} : { annotations: { [rewrittenTimestamp]: String(rewrittenTo) } }),
    })),
  };
  const bytes = new TextEncoder().encode(marshalManifest(manifest));
  return { manifest, bytes, digest: await sha256(bytes) };
}
