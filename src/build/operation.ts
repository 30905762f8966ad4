/**
 * What the steps of a plan do, with all variables filled in: plain data that says everything a cache key needs
 * but the contents of files. One operation is what BuildKit calls a vertex of its LLB graph.
 */
import type { Mount } from '../dockerfile/mount.ts';
import type { SourceRange } from '../dockerfile/source.ts';
import type { StepId } from './events.ts';

/** Where an instruction takes files from. */
export type FileOrigin =
  | { readonly kind: 'context' }
  /** The filesystem after the last step of a stage. */
  | { readonly kind: 'stage'; readonly stage: number; readonly step: StepId }
  /** An image or named context, by the name the author wrote. */
  | { readonly kind: 'image'; readonly name: string };

export interface FromOperation {
  readonly kind: 'from';
  readonly base: Exclude<FileOrigin, { readonly kind: 'context' }> | { readonly kind: 'scratch' };
}

/** ENV, CMD, LABEL, …: nothing is done to files. Also `WORKDIR /`. */
export interface ConfigOperation {
  readonly kind: 'config';
}

export interface WorkdirOperation {
  readonly kind: 'workdir';
  /** Absolute. */
  readonly path: string;
  /** USER at this point; undefined: root. */
  readonly user?: string;
}

export interface InlineContent {
  readonly path: string;
  readonly content: string;
}

export interface TransferOperation {
  readonly kind: 'transfer';
  readonly keyword: 'COPY' | 'ADD';
  readonly origin: FileOrigin;
  readonly sources: readonly { readonly path: string; readonly range: SourceRange }[];
  /** Heredocs; they come after the sources. */
  readonly inline: readonly InlineContent[];
  /** As written, variables filled in. */
  readonly destination: string;
  /** What a relative destination starts from. */
  readonly workingDir: string;
  readonly chown?: string;
  readonly chmod?: string;
  readonly link: boolean;
  readonly parents: boolean;
  readonly exclude: readonly string[];
  readonly checksum?: string;
  readonly unpack?: boolean;
}

export interface PlannedMount {
  readonly mount: Mount;
  /** For bind and cache mounts. */
  readonly origin?: FileOrigin;
  readonly range: SourceRange;
}

export interface RunOperation {
  readonly kind: 'run';
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** `NAME=value`, ARGs included. */
  readonly env: readonly string[];
  readonly workingDir: string;
  /** USER at this point; undefined: root. */
  readonly user?: string;
  readonly mounts: readonly PlannedMount[];
  /** A heredoc that is a script: shown at its path while it runs. */
  readonly script?: InlineContent;
  readonly network: 'default' | 'none' | 'host';
}

export type Operation = FromOperation | ConfigOperation | WorkdirOperation | TransferOperation | RunOperation;
