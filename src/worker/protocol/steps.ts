/** What the steps of the last build made: layers, filesystems and files. */
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
  /**
   * Absent in a whole filesystem for what no layer touched. `unchanged`: a parent directory that the layer only carries
   * along.
   */
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

export interface FileContent {
  /** The first bytes. */
  readonly content: Uint8Array;
  /** Bytes of the whole file. */
  readonly size: number;
}

export interface StepCalls {
  /** What a step of the last build added, changed and deleted. Sorted by path, parents included, and what was below a deleted directory. */
  layer(step: StepId): Promise<readonly FilesystemEntry[]>;
  /** The whole filesystem after a step of the last build. */
  filesystem(step: StepId): Promise<readonly FilesystemEntry[]>;
  /** A file's content after a step of the last build; at most `limit` bytes of it. */
  file(step: StepId, path: string, limit: number): Promise<FileContent>;
}
