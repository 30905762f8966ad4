/** What a step that adds a layer has to do, in a form in which the cache can be asked before anything is done. */

import type { IgnoreMatcher } from '../dockerfile/ignore.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Observed } from '../sandbox/observation.ts';
import type { ContentEntries } from './copy/content-entries.ts';

/** Where files come from, opened. */
export interface OpenOrigin {
  /** What its files are known by without looking at them; undefined where they have to be read: the context. */
  readonly quickKey?: string;
  readonly tree: () => Promise<Tree>;
  /** The context's `.dockerignore`. */
  readonly ignore?: IgnoreMatcher;
  /** Of a context: the sources of all steps that read it. */
  readonly sent?: readonly string[];
  /** They are the files that the step stands on, or none at all. */
  readonly isBelow?: boolean;
}

/** Files that a step reads. */
export interface WorkSource {
  readonly quickKey?: string;
  /**
   * Key of exactly what is read, and the list of it.
   * @throws {CopyError | BuildFailure} when a source is not there.
   */
  readonly read: () => Promise<{ readonly key: string; readonly files: ContentEntries }>;
}

export interface LayerWork {
  /** All that decides about the layer but the step below and the contents of files. */
  readonly definition: unknown;
  /** Made on nothing, and laid over whatever is below: `COPY --link`. */
  readonly standsAlone: boolean;
  readonly sources: readonly WorkSource[];
  readonly run: () => Promise<WorkDone>;
}

/** The layer is the difference of the two trees. */
export interface WorkDone {
  readonly before: Tree;
  readonly after: Tree;
  /** RUN: what it looked at of the tree before, where that is known. */
  readonly observed?: Observed;
}
