/** Images that are kept by name: what `docker images` lists, and what it takes to name, compare and remove them. */
import type { ImageOrigin } from '../../store/kept-image.ts';

/** An OCI image config as JSON text, exactly as it is stored. */
export type ConfigJson = string;

export interface StoredLayer {
  /** `sha256:…` of the uncompressed tar: its diff ID. */
  readonly digest: string;
  /** Bytes of the tar. */
  readonly size: number;
}

export interface ListedLayer extends StoredLayer {
  /** Bytes of its files: what `docker history` calls its size. */
  readonly fileBytes: number;
}

export interface ListedImage {
  /** `sha256:…` of the config. */
  readonly id: string;
  /** `app:1.2`, with a tag; none for an image that lost its name to a newer one. */
  readonly names: readonly string[];
  readonly origin: ImageOrigin;
  /** RFC 3339, as in the config. */
  readonly created?: string;
  /** Bytes of the files in its layers: what Docker calls an image's size. */
  readonly size: number;
  /** Lowest first. */
  readonly layers: readonly ListedLayer[];
}

export interface ImageDetails extends ListedImage {
  readonly config: ConfigJson;
}

export interface RemovedImage {
  /** Names that were taken from it. */
  readonly untagged: readonly string[];
  /** Its id, when it was forgotten. */
  readonly deleted?: string;
}

export interface KeptImageCalls {
  /** Most recently used first. */
  images(): Promise<readonly ListedImage[]>;
  /**
   * An image by name or by the beginning of its id.
   * @throws `No such image: …`, as the Docker daemon says it.
   */
  keptImage(reference: string): Promise<ImageDetails>;
  /** Gives an image one more name; another image of that name loses it. */
  tagImage(reference: string, name: string): Promise<void>;
  /**
   * Takes a name from an image, and forgets the image when it was the last one. By its id, an image with several names
   * goes only by `force`.
   * @throws what the Docker daemon says: no such image, or a conflict.
   */
  removeImage(reference: string, force: boolean): Promise<RemovedImage>;
}
