/** Containers of images that are here: what `docker run`, `exec`, `stop`, `kill`, `rm`, `diff` and `commit` do. */
import type { CommitOptions } from '../../container/commit.ts';
import type { ContainerEvent, ContainerInfo } from '../../container/container-events.ts';
import type { ExecOptions, RunOptions } from '../../container/run-options.ts';
import type { TerminalSize } from '../../sandbox/terminal.ts';
import type { RegistrySettings } from './build.ts';
import type { ProjectEntry } from './project.ts';
import type { FilesystemEntry } from './steps.ts';

export interface RunContainerRequest {
  /** A name as `docker run` takes it; undefined: the image of the last finished build. */
  readonly image?: string;
  readonly options: RunOptions;
  readonly size: TerminalSize;
  /** The project, when files of it are to be mounted. */
  readonly entries?: readonly ProjectEntry[];
  /** Where an image comes from that is not here. */
  readonly registry?: RegistrySettings;
}

/** Docker refused: what its command line would have printed, and its exit code. */
export interface Refused {
  readonly outcome: 'refused';
  readonly message: string;
  readonly exitCode: number;
  /** What lies behind it, in plain words. */
  readonly explanation?: string;
}

export type RunContainerOutcome =
  | { readonly outcome: 'started'; readonly container: ContainerInfo }
  | Refused;

export type ExecOutcome = { readonly outcome: 'started'; readonly attachment: string } | Refused;

export type CommitOutcome =
  | { readonly outcome: 'committed'; readonly id: string; readonly name: string }
  | Refused;

export type ContainerOutcome = { readonly outcome: 'done' } | Refused;

/** `lost`: the worker that ran them had to be ended, and all containers with it. */
export type ContainerNews = ContainerEvent | { readonly type: 'lost' };

export interface ContainerCalls {
  runContainer(request: RunContainerRequest): Promise<RunContainerOutcome>;
  /** Containers by id, by the beginning of it, or by name. */
  execContainer(container: string, options: ExecOptions, size: TerminalSize): Promise<ExecOutcome>;
  /** The newest first. */
  containers(): Promise<readonly ContainerInfo[]>;
  /** What was typed at a terminal, or comes through a pipe. */
  sendInput(attachment: string, bytes: Uint8Array): Promise<void>;
  /** The end of the input; at a terminal, that the person has gone. */
  endInput(attachment: string): Promise<void>;
  resizeTerminal(attachment: string, size: TerminalSize): Promise<void>;
  /** So many bytes of output were shown: programs wait to write while too many were not. */
  outputShown(attachment: string, bytes: number): Promise<void>;
  /** The stop signal, and after so many seconds (default 10) SIGKILL. Answers when it has ended. */
  stopContainer(container: string, seconds?: number): Promise<ContainerOutcome>;
  /** The signal by name or number; default SIGKILL. */
  killContainer(container: string, signal?: string): Promise<ContainerOutcome>;
  /** Ends it if it runs, and forgets it with its writable layer. */
  removeContainer(container: string): Promise<ContainerOutcome>;
  /** The writable layer so far: what a commit would hold. Sorted by path, parents included. */
  containerChanges(container: string): Promise<readonly FilesystemEntry[]>;
  /** Makes an image of it, kept under the name. */
  commitContainer(container: string, name: string, options: CommitOptions): Promise<CommitOutcome>;
  /** Tells of output and of every change of a container from now on; the answer ends it. */
  watchContainers(listener: (news: ContainerNews) => void): () => void;
}
