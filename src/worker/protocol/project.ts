/** The learner's project: the files of a build context, and that they are kept. */

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

export interface ProjectCalls {
  /** The project as it was last saved; undefined on a first visit. */
  loadProject(): Promise<readonly ProjectEntry[] | undefined>;
  saveProject(entries: readonly ProjectEntry[]): Promise<void>;
}
