/** Two filesystems side by side: those of two images, or of two builds' images. */

/** An image by name or id, or the image that a past build made. */
export type ImageChoice = { readonly image: string } | { readonly build: string };

export type FileAspect = 'type' | 'content' | 'mode' | 'owner' | 'link target' | 'time';

export interface ComparedFile {
  /** Absolute. */
  readonly path: string;
  /** Bytes in the first and in the second; absent where it isn't there. 0 for what has no content. */
  readonly first?: number;
  readonly second?: number;
  readonly directory: boolean;
  /** What differs between the two; empty where it is in one only. */
  readonly differs: readonly FileAspect[];
}

export interface FileSum {
  readonly files: number;
  readonly bytes: number;
}

export interface FileComparison {
  /** Sorted by path; directories only where they differ themselves. At most 100,000. */
  readonly files: readonly ComparedFile[];
  /** How many more there are. */
  readonly left: number;
  readonly onlyFirst: FileSum;
  readonly onlySecond: FileSum;
  /** In both, with other content, mode, owner, type or target; bytes of the second. */
  readonly changed: FileSum;
  /** In both, and only their times differ. */
  readonly timesOnly: number;
  /** In both, and the same. */
  readonly same: number;
}

export interface ComparisonCalls {
  /** @throws when one is not kept any more. */
  compareFiles(first: ImageChoice, second: ImageChoice): Promise<FileComparison>;
}
