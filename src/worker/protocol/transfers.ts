/** Images on their way in from files, and out to files and registries. */

import type { RegistrySettings } from './build.ts';

/** How far a transfer is, and how it is stopped. The signal's reason is what the call then rejects with. */
export interface Watch {
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly signal?: AbortSignal;
}

export interface TransferProgress {
  /** Bytes. */
  readonly current: number;
  /** Absent where nobody knows. */
  readonly total?: number;
  /** What is on its way: a file's name, an image's. */
  readonly label: string;
  /** Of a push: each of its blobs. */
  readonly blobs?: readonly PushedBlob[];
}

/** A blob of an image that is pushed. */
export interface PushedBlob {
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly sent: number;
  /** `there`: the repository had it. `mounted`: another repository of the registry had it. Absent: on its way. */
  readonly outcome?: 'there' | 'mounted' | 'sent';
  /** Which way its bytes went; absent when none did. */
  readonly way?: 'direct' | 'proxy';
}

export interface PushRequest {
  /** With registry, repository and tag: `registry.example/team/app:1`. */
  readonly name: string;
  /** Its proxy, insecure hosts and credentials are used. */
  readonly registry?: RegistrySettings;
  /** For the registry that is pushed to, before those of the settings; kept in memory only. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

export type PushOutcome =
  /** `digest` is the manifest's. */
  | {
      readonly outcome: 'pushed';
      readonly name: string;
      readonly digest: string;
      readonly blobs: readonly PushedBlob[];
    }
  | {
      readonly outcome: 'failed';
      /** Such as `unauthorized`. */
      readonly code: string;
      readonly message: string;
      readonly explanation: string;
    }
  | { readonly outcome: 'cancelled' };

/** An image that was imported, and stands for its name in FROM. */
export interface ImportedImage {
  /** As a learner types them: `my-debian:latest`. */
  readonly names: readonly string[];
  /** Digest of its config. */
  readonly id: string;
  /** `linux/amd64` */
  readonly platform: string;
  readonly layers: number;
  /** Sum of its layer tars, bytes. */
  readonly size: number;
  /** Name of the file that it came from. */
  readonly file: string;
}

export interface ImportRequest {
  readonly file: Blob;
  readonly fileName: string;
  /** What it shall be called where the file doesn't say. */
  readonly name?: string;
  /** `linux/arm64`; default `linux/amd64`. */
  readonly platform?: string;
}

export type ImportOutcome =
  | { readonly outcome: 'imported'; readonly images: readonly ImportedImage[] }
  /** The file names no image: ask again with a name. */
  | { readonly outcome: 'nameless'; readonly suggestion: string }
  /** It is for other platforms: ask again with one of them. */
  | { readonly outcome: 'no-platform'; readonly platforms: readonly string[] }
  /** `message` is for a person. */
  | { readonly outcome: 'failed'; readonly message: string }
  | { readonly outcome: 'cancelled' };

export type ExportFormat = 'docker' | 'oci' | 'filesystem';

export interface TransferCalls {
  /**
   * What a file is by its first bytes: an image (`docker save`, OCI layout), a root filesystem, or nothing that could
   * be a base image.
   */
  recogniseImage(file: Blob): Promise<'image' | 'rootfs' | undefined>;
  importImage(request: ImportRequest, watch?: Watch): Promise<ImportOutcome>;
  /** Most recently used first. */
  importedImages(): Promise<readonly ImportedImage[]>;
  /** Forgets the image with this id, and what of it nobody else needs. */
  removeImportedImage(id: string): Promise<void>;
  /** Writes the last finished build into the file, piece by piece: it is never all in memory. */
  saveImage(format: ExportFormat, file: FileSystemFileHandle, watch?: Watch): Promise<void>;
  /** Pushes the last finished build. */
  pushImage(request: PushRequest, watch?: Watch): Promise<PushOutcome>;
}
