/** An image as it came out: an OCI layout in a tar, opened. */
import { toText } from '../../src/filesystem/byte-string.ts';
import { readTar } from '../../src/image/tar-reader.ts';

export interface BuiltImage {
  /** The config's JSON exactly as it is stored. */
  readonly configText: string;
  readonly manifestText: string;
  readonly config: BuiltConfig;
  /** The tars, base first. */
  readonly layers: readonly Uint8Array[];
}

export interface BuiltConfig {
  readonly config?: object;
  readonly history: readonly object[];
  readonly rootfs: { readonly diff_ids: readonly string[] | null };
}

export function readImage(archive: Uint8Array): BuiltImage {
  const files = new Map([...readTar(archive)].map(({ name, content }) => [toText(name), content]));
  const read = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`the archive has no ${name}`);
    return bytes;
  };
  const text = (name: string): string => new TextDecoder().decode(read(name));
  const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;
  const manifestText = text(blob(JSON.parse(text('index.json')).manifests[0].digest));
  const manifest = JSON.parse(manifestText);
  const configText = text(blob(manifest.config.digest));
  const digests: string[] = (manifest.layers ?? []).map((layer: { digest: string }) => layer.digest);
  return {
    configText,
    manifestText,
    config: JSON.parse(configText),
    layers: digests.map((digest) => read(blob(digest))),
  };
}
