/** An image as it came out: an OCI layout in a tar, opened. */
import { tarFiles } from '../../src/image/image-files.ts';

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

export async function readImage(archive: Uint8Array): Promise<BuiltImage> {
  const files = await tarFiles(archive, 'image.tar');
  const read = async (digest: string) => {
    const bytes = await files.read(`blobs/${digest.replace(':', '/')}`);
    if (bytes === undefined) throw new Error(`the archive has no ${digest}`);
    return bytes;
  };
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  const index = JSON.parse(text(await files.read('index.json')));
  const manifestText = text(await read(index.manifests[0].digest));
  const manifest = JSON.parse(manifestText);
  const configText = text(await read(manifest.config.digest));
  const digests: string[] = (manifest.layers ?? []).map((layer: { digest: string }) => layer.digest);
  return {
    configText,
    manifestText,
    config: JSON.parse(configText),
    layers: await Promise.all(digests.map(read)),
  };
}
