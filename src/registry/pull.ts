/**
 * Pulls images: resolves a name to manifest and config first, which is quick and all that a plan needs, and
 * fetches the layers when a build wants the files. What is in the store or was resolved before isn't fetched.
 */
import type { BlobStore } from '../image/blob-store.ts';
import { type Digest, sha256 } from '../image/digest.ts';
import type { Image, Layer } from '../image/image.ts';
import { type ImageConfig, type Platform, parseImageConfig } from '../image/image-config.ts';
import { diffIdsOf } from '../image/image-import.ts';
import type { Descriptor, Manifest } from '../image/manifest.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import type { TarEntry } from '../image/tar-reader.ts';
import { downloadBlob } from './distribution/blob-download.ts';
import { checkLayer, type FetchedLayer, fetchLayer } from './distribution/layer-fetch.ts';
import {
  asRegistryError,
  fetchManifest,
  headManifest,
  pinned,
  platformText,
  readDocument,
} from './distribution/manifest-fetch.ts';
import type { RegistryClient } from './distribution/registry-client.ts';
import { RegistryError } from './distribution/registry-error.ts';
import type { Way } from './distribution/ways.ts';
import type { PulledRecords } from './pulled-records.ts';
import { canonicalReference, type ImageReference } from './reference.ts';

/** An image that is known, its layers perhaps not here yet. */
export interface ResolvedImage {
  readonly reference: ImageReference;
  /** Of the manifest for the platform. */
  readonly digest: Digest;
  readonly manifest: Manifest;
  readonly config: ImageConfig;
  readonly configBytes: Uint8Array;
  readonly diffIds: readonly Digest[];
  /** What the author should know, sentences. */
  readonly notes: readonly string[];
}

export interface PullProgress {
  /** Bytes that came so far, as they are sent: compressed. */
  readonly received: number;
  /** Bytes of all layers that are not here yet. */
  readonly total: number;
  /** Of `received`: the bytes that came through the proxy. */
  readonly throughProxy: number;
  readonly layers: readonly LayerProgress[];
}

export interface LayerProgress {
  /** As the manifest names it. */
  readonly digest: Digest;
  /** Bytes, compressed. */
  readonly size: number;
  readonly received: number;
  /** Which way its last bytes came; undefined before the first. */
  readonly way: Way | undefined;
}

export interface PullGround {
  readonly client: RegistryClient;
  readonly store: BlobStore;
  readonly records: PulledRecords;
  readonly platform: Platform;
  /** Where given, the files of a fetched image are unpacked into it as they come. */
  readonly snapshots?: SnapshotCache;
  /** False where it is known that there is no network: then nothing is asked. */
  readonly isOnline?: () => boolean;
}

export class Puller {
  readonly #ground: PullGround;

  constructor(ground: PullGround) {
    this.#ground = ground;
  }

  /**
   * The image that the reference means now; from what was pulled before when the registry can't be asked.
   * @throws {RegistryError}; the signal's reason when it is aborted.
   */
  async resolve(reference: ImageReference, signal?: AbortSignal): Promise<ResolvedImage> {
    const { records, platform } = this.#ground;
    const name = `${canonicalReference(reference)} ${platformText(platform)}`;
    const known = await records.tag(name);
    const kept = known && (await this.#kept(reference, known.manifest));
    if (known !== undefined && kept !== undefined) {
      if (pinned(reference) !== undefined) return kept;
      const check = await this.#check(reference, known.top, signal);
      if (check === 'same') return kept;
      if (check !== 'other') return { ...kept, notes: [offlineNote(reference, known.seen, check)] };
    }
    if (this.#ground.isOnline?.() === false) throw offline(reference);
    const fresh = await this.#fetch(reference, signal);
    await records.putTag(name, { top: fresh.top, manifest: fresh.image.digest, seen: Date.now() });
    return fresh.image;
  }

  /**
   * The image with all its layers in the store.
   * @throws {RegistryError}, what the store throws, or the signal's reason.
   */
  async load(
    image: ResolvedImage,
    onProgress: (progress: PullProgress) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Image> {
    const { reference, manifest, diffIds, config, configBytes } = image;
    const subject = canonicalReference(reference);
    const kept = await this.#sizes(diffIds);
    const wanted = new Map<Digest, Descriptor>();
    for (const [at, layer] of manifest.layers.entries()) {
      const diffId = diffIds[at];
      if (diffId === undefined || kept.has(diffId)) continue;
      checkLayer(layer, subject, this.#ground.client.limits.layerBytes);
      wanted.set(diffId, layer);
    }
    const entries = new Map<Digest, readonly TarEntry[]>();
    const progress = progressOf([...wanted.values()], onProgress);
    // The first that fails stops the others, and this answers when all have stopped.
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(signal?.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const fetching = [...wanted].map(async ([diffId, layer]) => {
      const fetched = await this.#ground.client.blobs
        .run(() => this.#layer(image, subject, diffId, layer, progress, stop.signal), stop.signal)
        .catch((error: unknown) => {
          stop.abort(error);
          throw error;
        });
      kept.set(diffId, fetched.layer.size);
      if (fetched.entries !== undefined) entries.set(diffId, fetched.entries);
    });
    await Promise.allSettled(fetching);
    signal?.removeEventListener('abort', onAbort);
    if (stop.signal.aborted) throw stop.signal.reason;
    if (entries.size > 0) await this.#ground.snapshots?.load(diffIds, entries);
    const layers = diffIds.map((digest): Layer => ({ digest, size: kept.get(digest) ?? 0 }));
    return { config, configBytes, configDigest: manifest.config.digest, layers };
  }

  #layer(
    { reference }: ResolvedImage,
    subject: string,
    diffId: Digest,
    layer: Descriptor,
    progress: (layer: Descriptor, bytes: number, way: Way) => void,
    signal: AbortSignal,
  ): Promise<FetchedLayer> {
    const { client, store, snapshots } = this.#ground;
    const onBytes = (bytes: number, way: Way) => progress(layer, bytes, way);
    const entries = snapshots !== undefined;
    return fetchLayer(client, store, {
      repository: reference,
      layer,
      diffId,
      subject,
      signal,
      onBytes,
      entries,
    });
  }

  /** Sizes of the layers that are here. */
  async #sizes(diffIds: readonly Digest[]): Promise<Map<Digest, number>> {
    const { store } = this.#ground;
    const wanted = new Set(diffIds);
    const listed = (await store.list()).filter(({ digest }) => wanted.has(digest));
    const there = await Promise.all(listed.map(({ digest }) => store.has(digest)));
    return new Map(listed.filter((_, at) => there[at]).map(({ digest, size }) => [digest, size]));
  }

  /** Whether the tag still names the same; the error's code when the registry can't say. */
  async #check(
    reference: ImageReference,
    top: Digest,
    signal: AbortSignal | undefined,
  ): Promise<'same' | 'other' | RegistryError> {
    const { client, platform, isOnline } = this.#ground;
    if (isOnline?.() === false) return offline(reference);
    try {
      const now = await headManifest(client, { reference, platform, signal });
      return now === top ? 'same' : 'other';
    } catch (error) {
      if (error instanceof RegistryError && passing.has(error.code)) return error;
      throw error;
    }
  }

  /** From the records; undefined when they don't have it whole. */
  async #kept(reference: ImageReference, digest: Digest): Promise<ResolvedImage | undefined> {
    const record = await this.#ground.records.image(digest);
    if (record === undefined) return undefined;
    const subject = canonicalReference(reference);
    const parsed = readDocument(record.manifest, subject);
    if (parsed.kind !== 'manifest' || (await sha256(record.config)) !== parsed.manifest.config.digest) {
      return undefined;
    }
    return described(reference, digest, parsed.manifest, record.config);
  }

  async #fetch(
    reference: ImageReference,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly top: Digest; readonly image: ResolvedImage }> {
    const { client, platform, records } = this.#ground;
    const { limits } = client;
    const { top, digest, bytes, manifest } = await fetchManifest(client, { reference, platform, signal });
    const kept = await this.#kept(reference, digest);
    if (kept !== undefined) return { top, image: kept };
    const subject = canonicalReference(reference);
    if (manifest.config.size > limits.configBytes) {
      throw new RegistryError(
        'limit',
        `${subject}: its config has ${manifest.config.size} bytes`,
        `At most ${limits.configBytes} are taken, and no image needs so much. Use another image.`,
      );
    }
    const config = await client.blobs.run(async () => {
      const pieces: Uint8Array[] = [];
      const blob = { repository: reference, blob: manifest.config, subject, signal };
      for await (const piece of downloadBlob(client, blob)) pieces.push(piece);
      return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
    }, signal);
    const image = described(reference, digest, manifest, config);
    if (image.config.os !== '' && image.config.os !== platform.os) {
      throw new RegistryError(
        'no-platform',
        `${subject}: no match for platform in manifest: not found`,
        `It is an image for ${platformText(image.config)}, and ${platformText(platform)} is wanted. Take another one.`,
        { platforms: [platformText(image.config)], image: subject },
      );
    }
    await records.putImage(digest, { manifest: bytes, config });
    return { top, image };
  }
}

/** Reasons to go on with what was pulled before. */
const passing = new Set(['unreachable', 'timeout', 'rate-limited', 'server-error', 'not-a-registry']);

/** @throws {RegistryError} when config and manifest don't fit together. */
function described(
  reference: ImageReference,
  digest: Digest,
  manifest: Manifest,
  configBytes: Uint8Array,
): ResolvedImage {
  const subject = canonicalReference(reference);
  const artifact = /^application\/vnd\.(?:oci\.image|docker\.container\.image)/;
  if (manifest.config.mediaType !== '' && !artifact.test(manifest.config.mediaType)) {
    throw new RegistryError(
      'unsupported',
      `${subject}: is no image of a container (${manifest.config.mediaType.slice(0, 100)})`,
      'Registries keep other things too, as charts and signatures. Name an image.',
    );
  }
  try {
    const config = parseImageConfig(configBytes, `the config of ${subject}`);
    const diffIds = diffIdsOf(config, manifest.layers.length, `the config of ${subject}`);
    return { reference, digest, manifest, config, configBytes, diffIds, notes: [] };
  } catch (error) {
    throw asRegistryError(error, subject);
  }
}

function progressOf(
  layers: readonly Descriptor[],
  onProgress: (progress: PullProgress) => void,
): (layer: Descriptor, bytes: number, way: Way) => void {
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const each = new Map<Digest, LayerProgress>(
    layers.map(({ digest, size }) => [digest, { digest, size, received: 0, way: undefined }]),
  );
  let received = 0;
  let throughProxy = 0;
  return ({ digest, size }, bytes, way) => {
    received += bytes;
    if (way === 'proxy') throughProxy += bytes;
    each.set(digest, { digest, size, received: (each.get(digest)?.received ?? 0) + bytes, way });
    onProgress({ received, total, throughProxy, layers: [...each.values()] });
  };
}

function offline({ domain }: ImageReference): RegistryError {
  return new RegistryError(
    'unreachable',
    `failed to do request: ${domain}: there is no network`,
    'This image was not pulled here before, so it can only come from the network. Build again when there is one, ' +
      'or take an image that comes with the page.',
  );
}

function offlineNote(reference: ImageReference, seen: number, error: RegistryError): string {
  const date = new Date(seen).toISOString().slice(0, 10);
  return (
    `${reference.domain} could not be asked (${error.code}), so this is ${canonicalReference(reference)} as it was ` +
    `on ${date}.`
  );
}
