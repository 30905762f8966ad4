/**
 * Turns image definitions into the files of one OCI image layout
 * (https://github.com/opencontainers/image-spec/blob/main/image-layout.md) and the catalog beside it. A layer that
 * has the busybox module in it is left out and listed in the catalog by its parts, so that the module is stored once.
 */
import { createHash } from 'node:crypto';
import type { AssembledBlob, Catalog, CatalogImage } from '../../src/registry/catalog.ts';
import type { ImageDefinition, LayerDefinition } from './definition.ts';
import { imageTime, layerTar } from './tar.ts';

type Digest = `sha256:${string}`;

export interface Layout {
  /** Content by path below `public/images/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The layers that `files` has only the parts of, whole. */
  readonly assembled: ReadonlyMap<string, Uint8Array>;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

const created = new Date(imageTime * 1000).toISOString().replace('.000Z', 'Z');
const blobPath = (digest: Digest) => `blobs/sha256/${digest.slice('sha256:'.length)}`;
const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const readableJson = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

export function makeLayout(images: readonly ImageDefinition[], module: Uint8Array): Layout {
  const files = new Map<string, Uint8Array>();
  const whole = new Map<string, Uint8Array>();
  const assembled = new Map<Digest, AssembledBlob>();
  const layers = new Map<LayerDefinition, Descriptor>();

  const blob = (mediaType: string, bytes: Uint8Array): Descriptor => {
    const digest = digestOf(bytes);
    files.set(blobPath(digest), bytes);
    return { mediaType, digest, size: bytes.length };
  };

  const layer = (definition: LayerDefinition): Descriptor => {
    const known = layers.get(definition);
    if (known !== undefined) return known;
    const mediaType = 'application/vnd.oci.image.layer.v1.tar';
    const tar = layerTar(definition.entries);
    const at = Buffer.from(tar.buffer, tar.byteOffset, tar.length).indexOf(module);
    const descriptor = { mediaType, digest: digestOf(tar), size: tar.length };
    if (at < 0) blob(mediaType, tar);
    else {
      whole.set(blobPath(descriptor.digest), tar);
      const head = blob('', tar.subarray(0, at)).digest;
      const tail = blob('', tar.subarray(at + module.length)).digest;
      assembled.set(descriptor.digest, { digest: descriptor.digest, size: tar.length, head, tail });
    }
    layers.set(definition, descriptor);
    return descriptor;
  };

  const manifests = images.map((image) => {
    const config = blob('application/vnd.oci.image.config.v1+json', json(configOf(image, layer)));
    const manifest = blob(
      'application/vnd.oci.image.manifest.v1+json',
      json({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config,
        layers: image.layers.map(layer),
        ...(image.standIn ? { annotations: { 'drydock.stand-in': image.summary } } : {}),
      }),
    );
    return { image, manifest };
  });

  const catalog: Catalog = {
    formatVersion: 1,
    module: digestOf(module),
    assembled: [...assembled.values()],
    images: manifests.map(
      ({ image, manifest }): CatalogImage => ({
        name: image.name,
        manifest: manifest.digest,
        standIn: image.standIn,
        summary: image.summary,
        missing: image.missing,
      }),
    ),
  };
  files.set('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
  files.set('catalog.json', readableJson(catalog));
  files.set(
    'index.json',
    readableJson({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: manifests.map(({ image, manifest }) => ({
        ...manifest,
        platform: { architecture: 'amd64', os: 'linux' },
        annotations: { 'org.opencontainers.image.ref.name': `docker.io/library/${image.name}` },
      })),
    }),
  );
  return { files, assembled: whole };
}

function configOf(image: ImageDefinition, layer: (definition: LayerDefinition) => Descriptor): unknown {
  return {
    architecture: 'amd64',
    config: image.config,
    created,
    history: [
      ...image.layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
      ...settingRows(image).map((row) => ({ created, created_by: row, empty_layer: true })),
    ],
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: image.layers.map((definition) => layer(definition).digest) },
  };
}

/** What a Dockerfile would have said to set this config. */
function settingRows({ config }: ImageDefinition): string[] {
  return [
    ...Object.entries(config.Labels ?? {}).map(([key, value]) => `LABEL ${key}=${value}`),
    ...config.Env.slice(1).map((variable) => `ENV ${variable}`),
    ...(config.WorkingDir === undefined || config.WorkingDir === '/' ? [] : [`WORKDIR ${config.WorkingDir}`]),
    ...(config.Entrypoint === undefined ? [] : [`ENTRYPOINT ${JSON.stringify(config.Entrypoint)}`]),
    ...Object.keys(config.ExposedPorts ?? {}).map((port) => `EXPOSE ${port}`),
    ...(config.StopSignal === undefined ? [] : [`STOPSIGNAL ${config.StopSignal}`]),
    ...(config.Cmd === undefined ? [] : [`CMD ${JSON.stringify(config.Cmd)}`]),
  ];
}
