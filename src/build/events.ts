/**
 * What a build tells while it runs: one stream of plain data, read by the page, the command line's progress,
 * the tests and the replay. Everything in it survives `structuredClone` and says nothing about how it is shown.
 */
import type { Fix } from '../dockerfile/fix.ts';
import type { SourceRange } from '../dockerfile/source.ts';

/** Names one step within one build, e.g. `0/3`: stage index, then position of the step in the stage. */
export type StepId = string;

/** Something a person must know: an error or a warning, and what to do about it. */
export interface BuildProblem {
  /** Stable identifier, e.g. `copy-source-missing`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Docker's own key sentence, so that it can be searched for. */
  readonly message: string;
  /** What it means and what to do now. */
  readonly explanation: string;
  /** File the problem is in, relative to the build context, e.g. `Dockerfile`. */
  readonly file?: string;
  readonly range?: SourceRange;
  /** 1-based: what BuildKit marks, whole instructions. Undefined: it names no place. */
  readonly lines?: readonly { readonly first: number; readonly last: number }[];
  readonly step?: StepId;
  /** A safe change of the file's text that removes it. */
  readonly fix?: Fix;
  /** The image is there for other platforms only: which, e.g. `linux/arm64`. */
  readonly platforms?: { readonly image: string; readonly available: readonly string[] };
}

export interface StepDescription {
  readonly id: StepId;
  /** Index of the stage it belongs to. */
  readonly stage: number;
  /** The instruction's keyword in upper case: `RUN`. */
  readonly instruction: string;
  /** The instruction as the author wrote it (continuation lines joined), e.g. `COPY a /a`. */
  readonly text: string;
  /** BuildKit's display name, e.g. `[builder 2/5] RUN make`. Empty for steps that only change the config. */
  readonly label: string;
  readonly range: SourceRange;
  /** False for steps that only change the image config (ENV, CMD, LABEL, …). */
  readonly addsLayer: boolean;
  /** Comes from an ONBUILD trigger of the base image. */
  readonly onbuild: boolean;
  /** Steps whose result this one reads: its parent first, then `COPY --from` and mounts. */
  readonly inputs: readonly StepId[];
}

export interface StageDescription {
  readonly index: number;
  /** As written after AS; absent for an unnamed stage. */
  readonly name?: string;
  /** What FROM names, after expansion: an image reference, `scratch` or a stage. */
  readonly base: string;
  /** Index of the stage FROM names, when it names one. */
  readonly baseStage?: number;
  readonly range: SourceRange;
  /** FROM is the first one. */
  readonly steps: readonly StepDescription[];
  /** False: the target doesn't need it, so its steps are skipped. */
  readonly needed: boolean;
  readonly target: boolean;
}

/** One thing that differs between the inputs of two runs of the same step. */
export interface FileDifference {
  /** Path in the build context or in the source stage. */
  readonly path: string;
  readonly what: 'added' | 'removed' | 'content' | 'mode' | 'owner' | 'type' | 'link target';
  /** Digest of a file's content before, where that is what changed. */
  readonly before?: string;
}

/** Why a step ran, or why it didn't have to. */
export type CacheCause =
  | {
      readonly kind: 'hit';
      /** Sentences on what changed and didn't matter, e.g. "a: mtime only". */
      readonly ignored?: readonly string[];
    }
  | { readonly kind: 'first-time' }
  | { readonly kind: 'instruction-changed'; readonly before: string; readonly after: string }
  | {
      readonly kind: 'files-changed';
      /** The first of them, at most 100. */
      readonly files: readonly FileDifference[];
      readonly total: number;
    }
  | {
      readonly kind: 'build-arg-changed';
      readonly name: string;
      readonly before?: string;
      readonly after?: string;
    }
  | {
      readonly kind: 'environment-changed';
      readonly name: string;
      readonly before?: string;
      readonly after?: string;
    }
  | {
      readonly kind: 'parent-changed';
      readonly step: StepId;
      /** Label of that step. */
      readonly label: string;
    }
  | {
      /** `COPY --link`: its layer came from the cache, and was laid over a step that is another now. */
      readonly kind: 'merged';
      readonly step: StepId;
      /** Label of that step. */
      readonly label: string;
    }
  | { readonly kind: 'base-image-changed'; readonly before: string; readonly after: string }
  | { readonly kind: 'cache-disabled' }
  | {
      readonly kind: 'cache-lost';
      /** What was remembered but can't be read any more. */
      readonly detail: string;
    };

/** One thing that a cache key is made of. */
export type CacheKeyPart =
  /** As the author wrote it. */
  | { readonly kind: 'instruction'; readonly text: string }
  /** What it stands on, by its key. */
  | { readonly kind: 'below'; readonly key: string }
  /** FROM an image, by the digest of its manifest or config. */
  | { readonly kind: 'image'; readonly digest: string }
  /** What it read of the build context or of another stage; absent `count`: known without being looked at. */
  | { readonly kind: 'files'; readonly key: string; readonly count?: number }
  /** Build arguments and environment that it can see. */
  | {
      readonly kind: 'variables';
      readonly values: readonly { readonly name: string; readonly value: string }[];
    }
  /** WORKDIR, USER and SHELL at that place. */
  | { readonly kind: 'setting'; readonly texts: readonly string[] }
  /** SOURCE_DATE_EPOCH, Unix seconds, that times are clamped to. */
  | { readonly kind: 'epoch'; readonly seconds: number };

/** What a step's result is kept under in the cache. */
export interface CacheKey {
  /** `sha256:…`, or `scratch`. */
  readonly key: string;
  readonly parts: readonly CacheKeyPart[];
}

/** What a step added to the filesystem. */
export interface LayerSummary {
  /** `sha256:…` of the uncompressed layer tar. */
  readonly diffId: string;
  /** Size of the layer tar, bytes. */
  readonly size: number;
  /** Numbers of paths. */
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
}

export interface ImageSummary {
  readonly manifestDigest: string;
  /** Digest of the config: what `docker images` calls the image id. */
  readonly configDigest: string;
  /** Sum of the layer tars, bytes. */
  readonly size: number;
  readonly layers: readonly LayerSummary[];
  readonly tags: readonly string[];
}

/** What a stage begins with when it is an image. */
export interface BroughtImage {
  readonly layers: number;
  /** Bytes of the layers' tars. */
  readonly size: number;
  /** `stand-in`: it comes with the page in place of the real one, which has more. */
  readonly origin: 'stand-in' | 'bundled' | 'pulled' | 'imported' | 'built';
}

/** `time` is milliseconds since the Unix epoch, `duration` milliseconds of engine time. */
export type BuildEvent =
  | {
      readonly type: 'planned';
      readonly time: number;
      readonly stages: readonly StageDescription[];
      readonly warnings: readonly BuildProblem[];
    }
  | { readonly type: 'step-started'; readonly time: number; readonly step: StepId }
  | {
      readonly type: 'step-progress';
      readonly time: number;
      readonly step: StepId;
      readonly label: string;
      readonly current: number;
      readonly total?: number;
      readonly unit: 'bytes' | 'files';
    }
  | {
      readonly type: 'step-output';
      readonly time: number;
      readonly step: StepId;
      readonly stream: 'stdout' | 'stderr';
      readonly bytes: Uint8Array;
    }
  | {
      readonly type: 'step-finished';
      readonly time: number;
      readonly step: StepId;
      readonly outcome: 'done' | 'cached';
      readonly cause: CacheCause;
      readonly duration: number;
      /** Absent for steps that add no layer. */
      readonly layer?: LayerSummary;
      /** Absent for steps that only change the config. */
      readonly key?: CacheKey;
      /** Milliseconds that it took when it was really run; with a hit, where that is known. */
      readonly took?: number;
      /** FROM an image: what it brings. */
      readonly brings?: BroughtImage;
      /** What the author should know, e.g. that the base is an offline stand-in and what it lacks. */
      readonly notes?: readonly string[];
    }
  | {
      readonly type: 'step-failed';
      readonly time: number;
      readonly step: StepId;
      readonly duration: number;
      readonly problem: BuildProblem;
    }
  | { readonly type: 'step-skipped'; readonly time: number; readonly step: StepId; readonly reason: string }
  | { readonly type: 'step-cancelled'; readonly time: number; readonly step: StepId }
  | {
      readonly type: 'build-finished';
      readonly time: number;
      readonly duration: number;
      readonly image: ImageSummary;
      /** What only the finished image shows: that its program is not there, that a removal made it no smaller. */
      readonly advice?: readonly BuildProblem[];
    }
  | { readonly type: 'build-failed'; readonly time: number; readonly problems: readonly BuildProblem[] }
  | { readonly type: 'build-cancelled'; readonly time: number };
