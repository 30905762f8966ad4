/** OCI layouts in folders, for `skopeo` to push: layers as they are, or compressed by Debian's programs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOf } from './small-registry.ts';

export type LayerPacking = 'none' | 'gzip' | 'zstd';

interface LayoutDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

const suffix = { none: '', gzip: '+gzip', zstd: '+zstd' } as const;

export class Layout {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  }

  image(layers: readonly Uint8Array[], packing: LayerPacking, architecture = 'amd64'): LayoutDescriptor {
    const config = {
      architecture,
      os: 'linux',
      config: { Env: ['PATH=/bin'], Cmd: ['/bin/sh'] },
      rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
      history: layers.map((_, at) => ({ created_by: `layer ${at + 1}` })),
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: this.#blob(json(config), 'application/vnd.oci.image.config.v1+json'),
      layers: layers.map((layer) =>
        this.#blob(packed(layer, packing), `application/vnd.oci.image.layer.v1.tar${suffix[packing]}`),
      ),
    };
    const platform = { os: 'linux', architecture };
    return { ...this.#blob(json(manifest), manifest.mediaType), platform };
  }

  index(manifests: readonly LayoutDescriptor[]): LayoutDescriptor {
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    return this.#blob(json({ schemaVersion: 2, mediaType, manifests }), mediaType);
  }

  /** What the layout is of; answers its name for skopeo. */
  name(descriptor: LayoutDescriptor): string {
    const annotations = { 'org.opencontainers.image.ref.name': 'it' };
    writeFileSync(
      join(this.folder, 'index.json'),
      json({ schemaVersion: 2, manifests: [{ ...descriptor, annotations }] }),
    );
    return `oci:${this.folder}:it`;
  }

  #blob(bytes: Uint8Array, mediaType: string): LayoutDescriptor {
    const digest = digestOf(bytes);
    writeFileSync(join(this.folder, 'blobs/sha256', digest.slice('sha256:'.length)), bytes);
    return { mediaType, digest, size: bytes.length };
  }
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function packed(layer: Uint8Array, packing: LayerPacking): Uint8Array {
  switch (packing) {
    case 'none':
      return layer;
    case 'gzip':
      return gzipSync(layer);
    case 'zstd':
      return spawnSync('zstd', ['-q', '-c'], { input: layer, maxBuffer: 2 ** 30 }).stdout;
  }
}
