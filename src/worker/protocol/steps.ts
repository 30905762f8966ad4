/** What the steps of the last build made: layers, filesystems, files and the image so far. */
import type { StepId } from '../../build/events.ts';

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

export interface StepCalls {
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
}
