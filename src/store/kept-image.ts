/** An image that is remembered by its id: what `docker images` lists. */
import type { Digest } from '../image/digest.ts';
import type { Layer } from '../image/image.ts';

export type ImageOrigin =
  /** A build made it. */
  | 'built'
  | 'pulled'
  /** It comes with the page. */
  | 'bundled'
  /** It was given as a file. */
  | 'imported';

export interface KeptImage {
  /** Digest of the config. */
  readonly id: Digest;
  /** As people type them: `alpine:3.22`. None for a build without a tag. */
  readonly names: readonly string[];
  readonly origin: ImageOrigin;
  /** Name of the file that an imported one came from. */
  readonly file?: string;
  /** The config's JSON exactly as it is stored. */
  readonly config: Uint8Array;
  /** Lowest first; their tars are blobs. */
  readonly layers: readonly Layer[];
}
