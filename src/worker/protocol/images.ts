/** Images as wholes: those that come with the page, and the built one on its way out. */

import type { ExportFormat } from './transfers.ts';

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

export interface ImageCalls {
  /** The last finished build as a tar file: `docker load` takes `docker`, `skopeo` and `umoci` take `oci`. */
  exportImage(format: ExportFormat): Promise<Blob>;
  bundledImages(): Promise<readonly BundledImage[]>;
}
