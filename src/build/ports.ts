/**
 * What a build is given and what it answers. The world (blobs, cache records, base images, the sandbox, the clock)
 * comes in through `BuildPorts`, so that the same engine runs in a worker and in Node.
 */
import type { IgnoreMatcher } from '../dockerfile/ignore.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { BlobStore } from '../image/blob-store.ts';
import type { Digest } from '../image/digest.ts';
import type { Image, Layer } from '../image/image.ts';
import type { ImageConfig } from '../image/image-config.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import type { ImageReference } from '../registry/reference.ts';
import type { CommandRunner } from '../sandbox/run-request.ts';
import type { FetchUrl } from './download.ts';
import type { BuildEvent, BuildProblem, ImageSummary, StepId } from './events.ts';

/** A build context by name (`--build-context`): files, or an image to stand for one of that name. */
export type NamedContext =
  | { readonly kind: 'tree'; readonly tree: Tree }
  | { readonly kind: 'image'; readonly image: Image; readonly notes?: readonly string[] };

export interface BuildOptions {
  /** Text of the Dockerfile. */
  readonly dockerfile: string;
  /** As problems name it; default `Dockerfile`. */
  readonly dockerfileName?: string;
  /** The build context, without what `.dockerignore` leaves out; all of it belongs to 0:0. */
  readonly context: Tree;
  /** To tell a source that is missing from one that is ignored. */
  readonly ignore?: IgnoreMatcher;
  /** By `contextKey`-like lower-case names; asked with the name as FROM, --from and mounts write it. */
  readonly namedContext?: (name: string) => NamedContext | undefined;
  /** Name or index of the stage to build; default the last. */
  readonly target?: string;
  readonly buildArgs?: ReadonlyMap<string, string>;
  readonly secrets?: ReadonlyMap<string, Uint8Array>;
  /** Labels of the image, beside those of LABEL. */
  readonly labels?: ReadonlyMap<string, string>;
  readonly noCache?: boolean;
  /** Names of stages that don't use the cache, in any case; nor does what begins FROM them. */
  readonly noCacheStages?: readonly string[];
  readonly tags?: readonly string[];
  /** SOURCE_DATE_EPOCH, Unix seconds: `created` of the config and history. */
  readonly sourceDateEpoch?: number;
  /** Clamps mtimes in the image's layers to SOURCE_DATE_EPOCH, as `rewrite-timestamp=true` does. */
  readonly rewriteTimestamps?: boolean;
  readonly signal?: AbortSignal;
}

/** Where FROM's images come from. */
export interface BaseImages {
  /**
   * The image of that name, its layers perhaps still elsewhere; undefined when it can't be had here.
   * @throws {ImageError | RegistryError} when a part of it was damaged or can't be fetched.
   */
  resolve(reference: ImageReference, signal?: AbortSignal): Promise<BaseImage | undefined>;
  /** Names of all images there are, e.g. `alpine:3.22`, to say so when another one is asked for. */
  names?(): Promise<readonly string[]>;
}

export interface BaseImage {
  readonly config: ImageConfig;
  readonly configDigest: Digest;
  /**
   * The image, its layers in the blob store: fetched when they are not there.
   * @throws {ImageError | RegistryError}; the signal's reason when it is aborted.
   */
  load(onProgress?: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<LoadedImage>;
  /** Digest of its manifest where there is one. */
  readonly digest?: string;
  /** Where it is from: a registry, the files that come with the page, a file of the author's, or a build here. */
  readonly origin: 'pulled' | 'bundled' | 'imported' | 'built';
  /** What the author should know: that it is a stand-in, and what it lacks. */
  readonly notes: readonly string[];
  /** Programs that the real image has and this one lacks, and why. */
  readonly missing: readonly {
    readonly program: string;
    readonly reason: string;
    readonly instead: string;
  }[];
}

/** How far the layers of an image are. */
export interface LoadProgress {
  /** `pulling alpine:3, directly` */
  readonly label: string;
  /** Bytes. */
  readonly current: number;
  readonly total: number;
}

export interface LoadedImage {
  readonly image: Image;
  /** What the author should know of how it came, sentences. */
  readonly notes: readonly string[];
}

/** Cache records by key: plain data (structured clone), each written whole or not at all. */
export interface CacheRecords {
  get(key: string): Promise<unknown>;
  /** The note says which blobs the record needs. */
  put(key: string, record: unknown, note?: CacheNote): Promise<void>;
  /** Notes that the record served a build. */
  used?(key: string): void;
  delete(key: string): Promise<void>;
}

/** What a cache record is of, for those who list and forget them (`docker buildx du`). */
export interface CacheNote {
  readonly blobs: readonly Digest[];
  /** As BuildKit calls it: a layer, or what RUN --mount=type=cache keeps. */
  readonly type: 'regular' | 'exec.cachemount';
  /** `[2/3] RUN make` */
  readonly description: string;
  /** Key of the record that this one stands on. */
  readonly parent?: string;
  /** It only leads to the record of this key. */
  readonly aliasOf?: string;
}

export interface BuildPorts {
  readonly blobs: BlobStore;
  readonly snapshots: SnapshotCache;
  readonly cache: CacheRecords;
  readonly baseImages: BaseImages;
  readonly runner: CommandRunner;
  /** For ADD of an address; without it such a step fails and says so. */
  readonly fetchUrl?: FetchUrl;
  /** Milliseconds since the Unix epoch, fractions allowed. */
  readonly now: () => number;
  readonly onEvent: (event: BuildEvent) => void;
  /** Told of each step of a needed stage once its layer and cache record are written. */
  readonly onStepReady?: (step: ReadyStep) => void;
}

/** A finished step as it can be found again. */
export interface ReadyStep {
  readonly id: StepId;
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
  /** How many of the layers came from the step's parent. */
  readonly inherited: number;
}

export type BuildOutcome =
  | { readonly outcome: 'finished'; readonly image: Image; readonly summary: ImageSummary }
  | { readonly outcome: 'failed'; readonly problems: readonly BuildProblem[] }
  | { readonly outcome: 'cancelled' };
