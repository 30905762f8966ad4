/**
 * What one run in the sandbox takes and gives: a filesystem, a command, a user in; the filesystem after it, the
 * output and the exit code out. Paths, arguments and variables are byte strings.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { DirectoryNode, FileNode, Tree } from '../filesystem/tree.ts';
import type { Observed } from './observation.ts';

export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** Something shown at a place of the filesystem for one run only; what it hides is untouched. */
export interface RunMount {
  /** Absolute, clean path. Made when it is missing, and taken away again before the tree is committed. */
  readonly target: ByteString;
  readonly content: DirectoryNode | FileNode;
  /** Writes answer "Read-only file system". */
  readonly readOnly: boolean;
}

export type OutputStream = 'stdout' | 'stderr';

export interface RunRequest {
  readonly root: Tree;
  readonly mounts?: readonly RunMount[];
  /** The program, looked up in PATH when it has no `/`, and its arguments. */
  readonly argv: readonly ByteString[];
  /** `NAME=value`. */
  readonly env: readonly ByteString[];
  /** Absolute; must exist. */
  readonly cwd: ByteString;
  readonly user: Credentials;
  /** `/proc/sys/kernel/hostname`, `uname -n`; default `buildkitsandbox`. */
  readonly hostname?: string;
  /** What the first process reads; default: nothing, like /dev/null. */
  readonly stdin?: Uint8Array;
  /** Called as output comes; the bytes belong to the receiver. */
  readonly onOutput: (stream: OutputStream, bytes: Uint8Array) => void;
  /** Aborted: every process is killed and `run` rejects with the signal's reason, within some 20 ms. */
  readonly signal?: AbortSignal;
}

/** Why a program could not do here what it would do on a real machine. */
export interface RunProblem {
  readonly kind: 'no-such-program' | 'foreign-program' | 'network' | 'deadlock';
  /** What the program or its name was, e.g. `/usr/local/bin/node`. */
  readonly subject: string;
  /** Sentences for a person: what happened, what a real build would do, what to do now. */
  readonly explanation: string;
}

export interface RunResult {
  /** 0 to 255; 128 + signal for a run that a signal ended, as the runtime reports it. */
  readonly exitCode: number;
  /** The filesystem after the run; the very same `root` object when nothing changed. */
  readonly tree: Tree;
  /** For each mount of the request what it holds now (the same node when nothing changed). */
  readonly mounts: readonly (DirectoryNode | FileNode)[];
  /** What it looked at of `root`; absent where that can't be told, or is too much. */
  readonly observed?: Observed;
  /** Given when the run failed for a reason that lies in the sandbox, not in the command. */
  readonly problem?: RunProblem;
}

/** Runs commands; several runs may be under way at once and share nothing but compiled code. */
export interface CommandRunner {
  /**
   * @throws {RunStartError} when the command can't be started: no such program, not executable, no such folder.
   */
  run(request: RunRequest): Promise<RunResult>;
}

/** The first program could not be started; `message` is runc's sentence. */
export class RunStartError extends Error {
  override readonly name = 'RunStartError';
  /**
   * What `docker run` answers: 127 not found, 126 found but not executable, 255 when the kernel refuses to execute it,
   * 125 for everything else.
   */
  readonly exitCode: 125 | 126 | 127 | 255;
  readonly problem: RunProblem | undefined;

  constructor(message: string, exitCode: 125 | 126 | 127 | 255, problem?: RunProblem) {
    super(message);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}
