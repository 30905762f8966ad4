/**
 * The worker's one surface: what the page may ask of the engine. All plain data (structured clone), paths are
 * ordinary text, and every call either answers or rejects with an `Error` whose message is for a person.
 */
import type { BuildEvent, BuildProblem, ImageSummary, StepId } from '../build/events.ts';

/** A file or an empty directory of the learner's project. */
export interface ProjectEntry {
  /** Relative to the project, `/` separated, no `.` or `..`: `src/app.sh`. Directories end in `/`. */
  readonly path: string;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
  /** Empty for directories. Never written to: an edited file is a new array, and an unchanged one the same. */
  readonly content: Uint8Array;
}

export interface BuildRequest {
  /** The build context, the Dockerfile among them. */
  readonly entries: readonly ProjectEntry[];
  /** Path of the Dockerfile; default `Dockerfile`. */
  readonly dockerfile?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  readonly tag?: string;
  /** SOURCE_DATE_EPOCH, Unix seconds. */
  readonly sourceDateEpoch?: number;
  readonly registry?: RegistrySettings;
}

/** Where base images come from. */
export interface RegistrySettings {
  /**
   * `never` asks no registry, `unbundled` (default) pulls what doesn't come with the page, `always` pulls every
   * image.
   */
  readonly policy?: 'never' | 'unbundled' | 'always';
  /** Template of a CORS proxy, for registries that pages may not ask: `https://proxy.example/?url={url}`. */
  readonly proxy?: string;
  /** By registry (`docker.io`); kept in memory only. */
  readonly credentials?: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  /** Hosts with port that are asked over plain http. */
  readonly insecure?: readonly string[];
}

export type BuildOutcome =
  | { readonly outcome: 'finished'; readonly image: ImageSummary }
  | { readonly outcome: 'failed'; readonly problems: readonly BuildProblem[] }
  | { readonly outcome: 'cancelled' };

/** One path of a layer or of a whole filesystem. */
export interface FilesystemEntry {
  /** Absolute, without trailing slash: `/usr/bin/app`. */
  readonly path: string;
  readonly type:
    | 'file'
    | 'directory'
    | 'symlink'
    | 'hard-link'
    | 'character-device'
    | 'block-device'
    | 'fifo';
  /** Absent in a whole filesystem. `unchanged`: a parent directory that the layer only carries along. */
  readonly change?: 'added' | 'changed' | 'deleted' | 'unchanged';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; 0 for anything but files. */
  readonly size: number;
  /** Target of a symlink or hard link. */
  readonly link?: string;
  /** Unix seconds. */
  readonly mtime: number;
}

export interface HistoryRow {
  readonly createdBy: string;
  readonly created?: string;
  /** Bytes of the layer tar; 0 for an empty layer. */
  readonly size: number;
  readonly emptyLayer: boolean;
  readonly comment?: string;
}

/** The image as it is after one step. */
export interface StepImage {
  /** The OCI image config after the step, as JSON text exactly as it would be stored. */
  readonly config: string;
  /** One row a history entry, newest last. */
  readonly history: readonly HistoryRow[];
}

/** A base image that works with no network. */
export interface BundledImage {
  /** As a learner types it: `node:14-alpine`. */
  readonly name: string;
  /** True: it has the real image's config, but not its programs. */
  readonly standIn: boolean;
  /** One sentence: what it has. */
  readonly summary: string;
  /** What the real image has and this one lacks, e.g. `node`, `npm`, `yarn`. */
  readonly missing: readonly string[];
}

export interface StorageReport {
  /** `memory`: IndexedDB isn't there (a private window); all is forgotten when the page closes. */
  readonly kind: 'indexeddb' | 'memory';
  /** Why it is `memory`. */
  readonly reason?: string;
  /** Bytes this page keeps, counted by us. */
  readonly used: number;
  readonly blobs: number;
  readonly cacheRecords: number;
  /** The browser's own estimate for the whole origin, bytes. */
  readonly originUsage?: number;
  readonly originQuota?: number;
  /** The browser promised not to evict it. */
  readonly persisted: boolean;
}

export interface Engine {
  /** Compiles the sandbox and opens the store, so that the first build is quick. */
  prepare(): Promise<StorageReport>;
  /** Builds; one build at a time: a second call stops the first. */
  build(request: BuildRequest, onEvents: (events: readonly BuildEvent[]) => void): Promise<BuildOutcome>;
  /** Stops the running build; resolves when it has stopped. */
  stop(): Promise<void>;
  /** Problems of a Dockerfile, for the editor; no build. */
  check(request: Pick<BuildRequest, 'entries' | 'dockerfile'>): Promise<readonly BuildProblem[]>;
  /** What a step of the last build added, changed and deleted. Sorted by path, parents included. */
  layer(step: StepId): Promise<readonly FilesystemEntry[]>;
  /** The whole filesystem after a step of the last build. */
  filesystem(step: StepId): Promise<readonly FilesystemEntry[]>;
  /** A file's content after a step of the last build; at most `limit` bytes of it. */
  file(
    step: StepId,
    path: string,
    limit: number,
  ): Promise<{ readonly content: Uint8Array; readonly size: number }>;
  image(step: StepId): Promise<StepImage>;
  /** The last finished build as a tar file: `docker load` takes `docker`, `skopeo` and `umoci` take `oci`. */
  exportImage(format: 'docker' | 'oci' | 'filesystem'): Promise<Blob>;
  bundledImages(): Promise<readonly BundledImage[]>;
  storage(): Promise<StorageReport>;
  /** Forgets layers and cache records. */
  prune(): Promise<StorageReport>;
  /** The project as it was last saved; undefined on a first visit. */
  loadProject(): Promise<readonly ProjectEntry[] | undefined>;
  saveProject(entries: readonly ProjectEntry[]): Promise<void>;
}
