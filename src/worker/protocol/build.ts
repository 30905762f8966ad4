/** A build: what is asked for, what comes of it, and what is questionable before it. */
import type { BuildEvent, BuildProblem, ImageSummary } from '../../build/events.ts';
import type { ProjectEntry } from './project.ts';

export interface BuildRequest {
  /** The build context, the Dockerfile among them. */
  readonly entries: readonly ProjectEntry[];
  /** Path of the Dockerfile; default `Dockerfile`. */
  readonly dockerfile?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  readonly tag?: string;
  /** SOURCE_DATE_EPOCH, Unix seconds. */
  readonly sourceDateEpoch?: number;
  readonly registry?: RegistrySettings;
}

/** Where base images come from. */
export interface RegistrySettings {
  /**
   * `never` asks no registry, `unbundled` (default) pulls what doesn't come with the page, `always` pulls every
   * image.
   */
  readonly policy?: 'never' | 'unbundled' | 'always';
  /** Template of a CORS proxy, for registries that pages may not ask: `https://proxy.example/?url={url}`. */
  readonly proxy?: string;
  /** By registry (`docker.io`); kept in memory only. */
  readonly credentials?: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  /** Hosts with port that are asked over plain http. */
  readonly insecure?: readonly string[];
  /** By whole name of an image (`docker.io/library/app:1`): the platform to take of it; default `linux/amd64`. */
  readonly platforms?: Readonly<Record<string, string>>;
}

export type BuildOutcome =
  | { readonly outcome: 'finished'; readonly image: ImageSummary }
  | { readonly outcome: 'failed'; readonly problems: readonly BuildProblem[] }
  | { readonly outcome: 'cancelled' };

export interface BuildCalls {
  /** Builds; one build at a time: a second call stops the first. */
  build(request: BuildRequest, onEvents: (events: readonly BuildEvent[]) => void): Promise<BuildOutcome>;
  /** Stops the running build; resolves when it has stopped. */
  stop(): Promise<void>;
  /** Problems of a Dockerfile, for the editor; no build. */
  check(request: Pick<BuildRequest, 'entries' | 'dockerfile'>): Promise<readonly BuildProblem[]>;
}
