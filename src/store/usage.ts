/**
 * What is kept, in the words of `docker system df -v` and `docker buildx du`, and what to forget of it. Times are
 * milliseconds since the Unix epoch, sizes bytes of layer tars (uncompressed).
 */
import type { Digest } from '../image/digest.ts';
import type { ImageOrigin } from './kept-image.ts';

export interface DiskUsage {
  /** Most recently used first. */
  readonly images: readonly ImageUsage[];
  /** Most recently used first. */
  readonly cache: readonly CacheUsage[];
  /** Bytes of blobs that no image and no cache record needs, as after a build that was stopped. */
  readonly unreferenced: number;
  /** Bytes of all blobs of images and cache, each counted once. */
  readonly total: number;
  /** Bytes that forgetting all would free now. */
  readonly reclaimable: number;
  readonly budget: Budget;
}

export interface Budget {
  readonly bytes: number;
  /** Nobody set it: it is a share of what the browser gives. */
  readonly isDefault: boolean;
}

export interface ImageUsage {
  /** Digest of the config: what `docker images` calls the image id. */
  readonly id: Digest;
  /** `alpine:3.22`; none for a build without a tag. */
  readonly names: readonly string[];
  readonly origin: ImageOrigin;
  readonly layers: number;
  readonly size: number;
  /** Of `size`: layers that another image has too. */
  readonly shared: number;
  readonly created: number;
  readonly lastUsed: number;
  readonly usageCount: number;
  /** No build is using it, here or in another tab. */
  readonly reclaimable: boolean;
}

export interface CacheUsage {
  /** The cache key. */
  readonly id: string;
  /** Of another record in the list. */
  readonly parent?: string;
  /** `regular`: a layer of a step. `exec.cachemount`: what RUN --mount=type=cache keeps. */
  readonly type: string;
  /** `[2/3] RUN make` */
  readonly description: string;
  readonly size: number;
  /** An image or another record has the same layer: forgetting this record alone frees nothing. */
  readonly shared: boolean;
  readonly created: number;
  readonly lastUsed: number;
  readonly usageCount: number;
  /** No build is using it, here or in another tab. */
  readonly reclaimable: boolean;
}

export interface PruneRequest {
  /**
   * `all`: images and cache, as `docker system prune --all`. `unused`: what no named image needs, as
   * `docker system prune`. `cache`: cache records, as `docker builder prune --all`. `image`: images, as `docker rmi`.
   * All but the last also forget blobs that no record needs, as a stopped build leaves them.
   */
  readonly what: 'all' | 'unused' | 'cache' | 'image';
  /** Only these images and cache records; otherwise all of the kind. */
  readonly ids?: readonly string[];
  /** Only what served last so many milliseconds ago or longer. */
  readonly olderThan?: number;
  /** Stops when no more bytes than this are kept; the least recently used go first. */
  readonly keepBytes?: number;
}

export interface PruneReport {
  /** Bytes of the blobs that went. */
  readonly freed: number;
  /** Ids of what was forgotten. */
  readonly images: readonly string[];
  readonly cache: readonly string[];
}
