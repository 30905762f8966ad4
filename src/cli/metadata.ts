/** `--metadata-file`: digests of the result as JSON, under the keys that buildx writes. */
import { type Image, makeManifest } from '../image/image.ts';

/** The file's text, indented as buildx does. */
export async function metadataText(image: Image, names: readonly string[]): Promise<string> {
  const { manifest, bytes, digest } = await makeManifest(image);
  const metadata = {
    'containerimage.config.digest': image.configDigest,
    'containerimage.descriptor': {
      mediaType: manifest.mediaType,
      digest,
      size: bytes.length,
      ...(image.config.created === undefined
        ? {}
        : { annotations: { 'org.opencontainers.image.created': image.config.created } }),
      platform: { architecture: image.config.architecture, os: image.config.os },
    },
    'containerimage.digest': digest,
    ...(names.length === 0 ? {} : { 'image.name': names.join(',') }),
  };
  return JSON.stringify(metadata, undefined, 2);
}
