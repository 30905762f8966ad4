// The instructions of a Dockerfile as a discriminated union, one interface a keyword, as the Dockerfile
// reference (BuildKit 0.25) defines them. Variables are not expanded here: see expand.ts.

import type { Argument, SourceRange } from './source.ts';

/** `--name=value` as written; `value` is undefined when there is no "=". */
export interface Flag {
  readonly name: string;
  readonly value?: Argument;
  readonly range: SourceRange;
  /** True for flags that Docker 28.5.2's built-in frontend only knows under `# syntax=docker/dockerfile:labs`. */
  readonly labs: boolean;
}

/** A here-document's body and how its first line named it. */
export interface Heredoc {
  /** The terminator, without quotes. */
  readonly name: string;
  /** The body as written, each line with its line ending; tabs are still there. */
  readonly content: string;
  /** False when the name was quoted: `$variables` in the body stay as they are. */
  readonly expand: boolean;
  /** True for `<<-`: leading tabs are dropped (see `heredocText`). */
  readonly chomp: boolean;
  readonly fileDescriptor: number;
  /** The body's place, without the terminator line. */
  readonly range: SourceRange;
}

/** `["prog", "arg"]` or a line for the shell. The text of the shell form may be empty. */
export type CommandLine =
  | { readonly form: 'json'; readonly args: readonly Argument[] }
  | { readonly form: 'shell'; readonly text: Argument };

export interface InstructionBase {
  /** From the keyword to the end of the last line, heredoc bodies included. */
  readonly range: SourceRange;
  /** As written, so `run` stays `run`. */
  readonly keyword: Argument;
  /** The author's text, continuation lines and heredoc bodies included. */
  readonly source: string;
  /** One line, as BuildKit keeps it: continuations joined, comments dropped, ends trimmed, no heredoc bodies. */
  readonly code: string;
  /** The comment lines directly above, without "#". */
  readonly comments: readonly string[];
  readonly flags: readonly Flag[];
}

export interface KeyValue {
  readonly key: Argument;
  readonly value: Argument;
}

export interface FromInstruction extends InstructionBase {
  readonly kind: 'FROM';
  readonly base: Argument;
  /** The word between base and name, as written: "AS", "as". */
  readonly asKeyword?: Argument;
  /** The stage's name as written; `Stage.name` is its lower case. */
  readonly stageName?: Argument;
  readonly platform?: Argument;
}

export interface ArgInstruction extends InstructionBase {
  readonly kind: 'ARG';
  readonly args: readonly { readonly name: Argument; readonly value?: Argument }[];
}

export interface EnvInstruction extends InstructionBase {
  readonly kind: 'ENV';
  readonly pairs: readonly KeyValue[];
  /** `ENV key value`, the old form. */
  readonly legacy: boolean;
}

export interface LabelInstruction extends InstructionBase {
  readonly kind: 'LABEL';
  readonly pairs: readonly KeyValue[];
  readonly legacy: boolean;
}

export interface RunInstruction extends InstructionBase {
  readonly kind: 'RUN';
  readonly command: CommandLine;
  readonly heredocs: readonly Heredoc[];
  /** The values of `--mount=`, in order; `parseMount` reads them once variables can be expanded. */
  readonly mounts: readonly Argument[];
  readonly network?: 'default' | 'none' | 'host';
  readonly security?: 'sandbox' | 'insecure';
  readonly devices: readonly Argument[];
}

export interface CmdInstruction extends InstructionBase {
  readonly kind: 'CMD';
  readonly command: CommandLine;
}

export interface EntrypointInstruction extends InstructionBase {
  readonly kind: 'ENTRYPOINT';
  readonly command: CommandLine;
}

export interface MaintainerInstruction extends InstructionBase {
  readonly kind: 'MAINTAINER';
  readonly name: Argument;
}

export interface ExposeInstruction extends InstructionBase {
  readonly kind: 'EXPOSE';
  /** As written, in the author's order (BuildKit sorts them); each may expand to several words. */
  readonly ports: readonly Argument[];
}

/** A heredoc that COPY or ADD writes as a file. */
export interface InlineFile extends Heredoc {
  /** The file's name: the heredoc's name, where the author wrote it. */
  readonly path: Argument;
}

interface TransferBase extends InstructionBase {
  /** Paths and wildcards, in order, heredocs left out. */
  readonly sources: readonly Argument[];
  readonly inlineFiles: readonly InlineFile[];
  readonly destination: Argument;
  readonly chown?: Argument;
  readonly chmod?: Argument;
  readonly link: boolean;
  readonly exclude: readonly Argument[];
}

export interface CopyInstruction extends TransferBase {
  readonly kind: 'COPY';
  readonly from?: Argument;
  readonly parents: boolean;
}

export interface AddInstruction extends TransferBase {
  readonly kind: 'ADD';
  readonly checksum?: Argument;
  /** Undefined: Docker's default (local archives are unpacked, downloads are not). */
  readonly unpack?: boolean;
  readonly keepGitDir?: boolean;
}

export interface WorkdirInstruction extends InstructionBase {
  readonly kind: 'WORKDIR';
  readonly path: Argument;
}

export interface UserInstruction extends InstructionBase {
  readonly kind: 'USER';
  readonly user: Argument;
}

export interface VolumeInstruction extends InstructionBase {
  readonly kind: 'VOLUME';
  readonly paths: readonly Argument[];
}

export interface ShellInstruction extends InstructionBase {
  readonly kind: 'SHELL';
  readonly args: readonly Argument[];
}

export interface StopsignalInstruction extends InstructionBase {
  readonly kind: 'STOPSIGNAL';
  readonly signal: Argument;
}

/** Times are nanoseconds, as in the image config; 0 where the flag is missing. */
export interface HealthcheckInstruction extends InstructionBase {
  readonly kind: 'HEALTHCHECK';
  /** Undefined for `HEALTHCHECK NONE`. */
  readonly command?: CommandLine;
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
}

export interface OnbuildInstruction extends InstructionBase {
  readonly kind: 'ONBUILD';
  /** What the image config's `OnBuild` gets: the trigger's line, with heredoc bodies. */
  readonly expression: string;
  /** The trigger's keyword in upper case. Its own mistakes only show when it fires: use `parseTrigger`. */
  readonly triggerKeyword: string;
  readonly heredocs: readonly Heredoc[];
}

export type Instruction =
  | FromInstruction
  | ArgInstruction
  | EnvInstruction
  | LabelInstruction
  | RunInstruction
  | CmdInstruction
  | EntrypointInstruction
  | MaintainerInstruction
  | ExposeInstruction
  | CopyInstruction
  | AddInstruction
  | WorkdirInstruction
  | UserInstruction
  | VolumeInstruction
  | ShellInstruction
  | StopsignalInstruction
  | HealthcheckInstruction
  | OnbuildInstruction;

export type InstructionKind = Instruction['kind'];

/** Any instruction inside a stage. */
export type StageInstruction = Exclude<Instruction, FromInstruction>;
