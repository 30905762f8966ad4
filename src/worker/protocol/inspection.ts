/** Looking into an image layer by layer: what each made of the filesystem, what it wastes, and how Docker tells it. */
import type { StepId } from '../../build/events.ts';
import type { FileContent, FilesystemEntry } from './steps.ts';

/** An image of the last build: the finished one, or as it was after a step. */
export type ImageAt = 'finished' | StepId;

export interface InspectedLayer {
  /** `sha256:…` of the uncompressed layer tar. */
  readonly diffId: string;
  /** Bytes of the layer tar. */
  readonly size: number;
  /** As the image's history has it. */
  readonly createdBy?: string;
  readonly created?: string;
  readonly comment?: string;
  /** The step of the last build that the layer comes from; for a base image's layers its FROM. */
  readonly step?: StepId;
  readonly origin: 'base' | 'built';
}

export interface InspectedHistory {
  readonly createdBy: string;
  readonly created?: string;
  readonly comment?: string;
  readonly author?: string;
  /** Index of the layer it made; absent where it changed the config only. */
  readonly layer?: number;
}

export interface InspectedImage {
  /** Digest of the config: what Docker calls the image id. */
  readonly id: string;
  readonly manifestDigest: string;
  /** As `docker images` shows them: `app:latest`. */
  readonly names: readonly string[];
  /** When it got them, RFC 3339. */
  readonly namedAt?: string;
  /** JSON exactly as it is stored. */
  readonly config: string;
  readonly manifest: string;
  /** Lowest first. */
  readonly layers: readonly InspectedLayer[];
  /** Oldest first. */
  readonly history: readonly InspectedHistory[];
}

/** What is known of an image once all its layers were read. */
export interface ImageAudit {
  /** Of each layer, lowest first. */
  readonly layers: readonly LayerAudit[];
  readonly waste: WastedSpace;
}

export interface LayerAudit {
  /** Bytes that Docker says it has: of its files, without the tar around them. */
  readonly dockerSize: number;
  /** Numbers of paths. */
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
}

/** A file of a layer whose bytes are never seen, because a layer above hides it. */
export interface WastedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Index of the layer that carries the bytes. */
  readonly layer: number;
  /** Index of the layer that hides them. */
  readonly hiddenBy: number;
  /** `attributes`: the same content again, because its mode, owner or time was changed; `repeated`: all the same. */
  readonly how: 'deleted' | 'replaced' | 'attributes' | 'repeated';
}

export interface WastedSpace {
  /** The largest first; the largest 5,000 of them where there are more. */
  readonly files: readonly WastedFile[];
  /** Numbers of all of them. */
  readonly count: number;
  readonly bytes: number;
  /** As dive computes it: 1 where nothing is wasted. */
  readonly score: number;
  /** Bytes of paths that more than one layer speaks of: dive's "potential wasted space". */
  readonly diveBytes: number;
  /** Bytes of all files in all layers. */
  readonly totalBytes: number;
}

/** What a layer did to one path. */
export interface PathVersion {
  readonly layer: number;
  /** `repeated`: it holds the same once more. */
  readonly what: 'added' | 'content' | 'attributes' | 'repeated' | 'deleted';
  /** What is there from this layer on; absent where it was deleted. */
  readonly entry?: FilesystemEntry;
}

export interface InspectionCalls {
  /** Config, manifest, history and layers; nothing of it needs the layers' content. */
  inspectImage(image: ImageAt): Promise<InspectedImage>;
  /** Reads all layers. */
  auditImage(image: ImageAt): Promise<ImageAudit>;
  /**
   * The filesystem after a layer, marked with what the layer did; with `scope` `layer` only what it did, parents
   * included. What was below a deleted directory is listed too. Sorted by path.
   */
  layerFiles(
    image: ImageAt,
    layer: number,
    scope: 'layer' | 'filesystem',
  ): Promise<readonly FilesystemEntry[]>;
  /** A file as it is after a layer, at most `limit` bytes; links at its end are followed. */
  layerFile(image: ImageAt, layer: number, path: string, limit: number): Promise<FileContent>;
  /** All that the layers did to a path, oldest first. */
  pathVersions(image: ImageAt, path: string): Promise<readonly PathVersion[]>;
}
