/**
 * Manifests, indexes and descriptors: what names the blobs of an image. OCI image spec (manifest.md,
 * image-index.md, descriptor.md) and Docker's schema 2, written as BuildKit writes them.
 */
import { type Digest, isDigest } from './digest.ts';
import { goMap, listJson, marshal, marshalIndent, type ParsedObject, parseObject } from './go-json.ts';
import type { Platform } from './image-config.ts';
import { ImageError } from './image-error.ts';

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

/** On a layer whose mtimes were clamped to SOURCE_DATE_EPOCH: its value in Unix seconds. */
export const rewrittenTimestamp = 'buildkit/rewritten-timestamp';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  /** In indexes only. */
  readonly platform?: Platform;
}

export interface Manifest {
  readonly mediaType: string;
  readonly config: Descriptor;
  /** Lowest first. */
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Index {
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
}

/** A manifest's JSON as BuildKit writes it: indented. */
export function marshalManifest(manifest: Manifest): string {
  return marshalIndent({
    schemaVersion: 2,
    mediaType: manifest.mediaType,
    config: descriptorJson(manifest.config),
    layers: listJson(manifest.layers.map(descriptorJson)),
    annotations: annotationsJson(manifest.annotations),
  });
}

/** An index's JSON in one line, as `index.json` of an OCI layout has it. */
export function marshalIndex(index: Index): string {
  return marshal({
    schemaVersion: 2,
    mediaType: index.mediaType,
    manifests: index.manifests.map(descriptorJson),
  });
}

function descriptorJson({ mediaType, digest, size, annotations, platform }: Descriptor) {
  return {
    mediaType,
    digest,
    size,
    annotations: annotationsJson(annotations),
    platform: platform && {
      architecture: platform.architecture,
      os: platform.os,
      'os.version': platform['os.version'],
      'os.features': platform['os.features'],
      variant: platform.variant,
    },
  };
}

function annotationsJson(annotations: Readonly<Record<string, string>> | undefined) {
  return annotations === undefined || Object.keys(annotations).length === 0 ? undefined : goMap(annotations);
}

/**
 * Reads a manifest or an index, whichever it is.
 * @throws ImageError `malformed`, `unsupported` or `limit`.
 */
export function parseManifest(
  bytes: Uint8Array,
  path: string,
):
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'index'; readonly index: Index } {
  const json = parseObject(bytes, path);
  if (json.number('schemaVersion') !== 2) {
    throw new ImageError('unsupported', `has schema version ${json.number('schemaVersion') ?? '(none)'}`, {
      path,
      expected: '2',
      remedy: 'Push the image again with a current Docker: the old form is gone from registries since 2024',
    });
  }
  const mediaType = json.string('mediaType');
  if (json.raw('manifests') !== undefined) {
    const manifests = json.objects('manifests').map(parseDescriptor);
    return { kind: 'index', index: { mediaType: mediaType ?? mediaTypes.index, manifests } };
  }
  const config = json.object('config');
  if (config === undefined) {
    throw new ImageError('malformed', 'names neither a config nor manifests', {
      path,
      expected: 'an image manifest or index',
    });
  }
  const annotations = json.stringMap('annotations');
  const manifest: Manifest = {
    mediaType: mediaType ?? mediaTypes.manifest,
    config: parseDescriptor(config),
    layers: json.objects('layers').map(parseDescriptor),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { kind: 'manifest', manifest };
}

function parseDescriptor(json: ParsedObject): Descriptor {
  const digest = json.string('digest');
  const size = json.number('size');
  if (!isDigest(digest) || size === undefined || size < 0) {
    throw new ImageError('malformed', 'is no descriptor that can be verified', {
      path: json.path,
      expected: 'a sha256 digest and a size',
    });
  }
  const annotations = json.stringMap('annotations');
  const platform = json.object('platform');
  return {
    mediaType: json.string('mediaType') ?? '',
    digest,
    size,
    ...(annotations === undefined ? {} : { annotations }),
    ...(platform === undefined ? {} : { platform: parsePlatform(platform) }),
  };
}

function parsePlatform(json: ParsedObject): Platform {
  const variant = json.string('variant');
  const version = json.string('os.version');
  const features = json.strings('os.features');
  return {
    architecture: json.string('architecture') ?? '',
    os: json.string('os') ?? '',
    ...(variant === undefined ? {} : { variant }),
    ...(version === undefined ? {} : { 'os.version': version }),
    ...(features === undefined ? {} : { 'os.features': features }),
  };
}

/**
 * The manifest of an index for a platform: the exact variant before none, and attestations (platform `unknown`)
 * never. A manifest without a platform is taken when nothing fits better.
 */
export function choosePlatform(index: Index, wanted: Platform): Descriptor | undefined {
  const fits = (variant: string | undefined) =>
    index.manifests.find(
      ({ platform }) =>
        platform?.architecture === wanted.architecture &&
        platform.os === wanted.os &&
        (platform.variant ?? '') === (variant ?? ''),
    );
  const anyVariant = () =>
    index.manifests.find(
      ({ platform }) => platform?.architecture === wanted.architecture && platform.os === wanted.os,
    );
  const withoutPlatform = () => index.manifests.find(({ platform }) => platform === undefined);
  return fits(wanted.variant) ?? fits(undefined) ?? anyVariant() ?? withoutPlatform();
}
