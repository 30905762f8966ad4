/** Builds that are over: what was asked, how each step went, and what came of it. Kept across visits. */
import type { BuildEvent } from '../../build/events.ts';
import type { ConfigJson, StoredLayer } from './kept-images.ts';

/** What was asked for, without the files. */
export interface PastRequest {
  /** Path of the Dockerfile. */
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  readonly tag?: string;
}

export interface PastBuild {
  /** Sorts by time. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly started: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly outcome: 'finished' | 'failed' | 'cancelled';
  readonly request: PastRequest;
  /** Steps that ran to their end, and steps that came from the cache. */
  readonly ran: number;
  readonly cached: number;
  /** The first error of a failed build. */
  readonly problem?: string;
  readonly image?: {
    /** `sha256:…` of the config. */
    readonly id: string;
    /** Bytes of its layer tars. */
    readonly size: number;
  };
}

export interface BuildRecording extends PastBuild {
  /** The Dockerfile as it was; its beginning, when it was very long. */
  readonly dockerfileText: string;
  /**
   * What the build told, in order: all but progress, and of each step's output no more than its end. They make the
   * same view as the build itself.
   */
  readonly events: readonly BuildEvent[];
  /** Of a finished build. */
  readonly result?: { readonly config: ConfigJson; readonly layers: readonly StoredLayer[] };
}

export interface HistoryCalls {
  /** Newest first. */
  pastBuilds(): Promise<readonly PastBuild[]>;
  /** Undefined when it was forgotten. */
  pastBuild(id: string): Promise<BuildRecording | undefined>;
  /** Forgets these builds, or all; their images and layers stay. Answers what is left. */
  forgetBuilds(ids?: readonly string[]): Promise<readonly PastBuild[]>;
}
