/**
 * How a runtime starts the first program of a container or a RUN: working directory, user, and the lookup in PATH,
 * with runc's sentences and the exit codes that `docker run` answers for them.
 */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { errno, errnoOf } from './errno.ts';
import type { Kernel } from './kernel.ts';
import type { Place } from './mounts.ts';
import { walkPath } from './path-walk.ts';
import { access, mayAccess } from './permissions.ts';
import type { Process } from './process.ts';
import { findExecutable, foreignExplanation, type Program } from './program.ts';
import { type RunRequest, RunStartError } from './run-request.ts';

/**
 * A process with its program and folder, without descriptors and not started. Nothing of it stays in the kernel when
 * it fails.
 * @throws {RunStartError} when there is no such folder, no such program, or it can't be executed.
 */
export function makeFirstProcess(
  kernel: Kernel,
  { argv, env, cwd, user }: Pick<RunRequest, 'argv' | 'env' | 'cwd' | 'user'>,
): Process {
  const root = { mount: kernel.mounts.root, inode: kernel.mounts.root.root };
  const { uid, gid, groups } = user;
  const credentials = { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups };
  // A process to look up paths with, before there is a program.
  const process = kernel.makeProcess(
    { module: kernel.ports.busybox, argv, env, executable: '', command: '' },
    root,
    credentials,
  );
  try {
    process.workingDirectory = findWorkingDirectory(process, cwd);
    process.program = findProgram(process, argv, env);
  } catch (error) {
    kernel.forget(process);
    throw error;
  }
  return process;
}

function findWorkingDirectory(process: Process, cwd: ByteString): Place {
  const refuse = (why: string, exitCode: 126 | 127 = 126): never => {
    throw new RunStartError(`chdir to cwd ("${toText(cwd)}") set in config.json failed: ${why}`, exitCode);
  };
  try {
    const { mount, inode } = walkPath(process, process.rootDirectory, cwd, true);
    if (inode === undefined) return refuse('no such file or directory', 127);
    if (inode.type !== 'directory') return refuse('not a directory');
    if (!mayAccess(process.credentials, inode, access.execute)) return refuse('permission denied');
    return { mount, inode };
  } catch (error) {
    if (error instanceof RunStartError) throw error;
    return errnoOf(error) === errno.EACCES
      ? refuse('permission denied')
      : refuse('no such file or directory', 127);
  }
}

/** As runc does it: PATH of the new process's environment, `exec: "x": executable file not found in $PATH`. */
function findProgram(process: Process, argv: readonly ByteString[], env: readonly ByteString[]): Program {
  const name = argv[0] ?? '';
  if (name.includes('/')) {
    const reason = whyNotExecutable(process, name);
    if (reason !== undefined) {
      throw new RunStartError(`exec: "${toText(name)}": ${reason.text}`, reason.exitCode);
    }
    return load(process, name, argv, env);
  }
  const path = env.findLast((variable) => variable.startsWith('PATH='))?.slice('PATH='.length) ?? '';
  // Go's exec.LookPath: nothing that stands in the way of one folder is mentioned.
  for (const directory of name === '' ? [] : path.split(':')) {
    const candidate = `${directory === '' ? '.' : directory}/${name}`;
    if (whyNotExecutable(process, candidate) === undefined) return load(process, candidate, argv, env);
  }
  throw new RunStartError(`exec: "${toText(name)}": executable file not found in $PATH`, 127, {
    kind: 'no-such-program',
    subject: name,
    explanation: `No folder of PATH (${toText(path)}) has a program ${toText(name)} in this image.`,
  });
}

interface LookupFailure {
  readonly text: string;
  readonly exitCode: 125 | 126 | 127;
}

/** What is said of a path that is no executable file; Docker answers 125 for what it has no code of its own for. */
function whyNotExecutable(process: Process, path: ByteString): LookupFailure | undefined {
  try {
    const { inode } = walkPath(process, process.workingDirectory, path, true);
    if (inode === undefined)
      return { text: `stat ${toText(path)}: no such file or directory`, exitCode: 127 };
    if (inode.type === 'directory') return { text: 'is a directory: permission denied', exitCode: 126 };
    if (!mayAccess(process.credentials, inode, access.execute))
      return { text: 'permission denied', exitCode: 126 };
    return undefined;
  } catch (error) {
    const stat = `stat ${toText(path)}`;
    switch (errnoOf(error)) {
      case errno.EACCES:
        return { text: `${stat}: permission denied`, exitCode: 126 };
      case errno.ENOTDIR:
        return { text: `${stat}: not a directory`, exitCode: 125 };
      case errno.ELOOP:
        return { text: `${stat}: too many levels of symbolic links`, exitCode: 125 };
      default:
        return { text: `${stat}: no such file or directory`, exitCode: 127 };
    }
  }
}

/** The container's own process says this, from inside it: exit code 255. */
function load(
  process: Process,
  path: ByteString,
  argv: readonly ByteString[],
  env: readonly ByteString[],
): Program {
  const shown = toText(path);
  try {
    const executable = findExecutable(process, { path, argv, env });
    if (executable.kind === 'program') return executable.program;
    const { foreign } = executable;
    throw new RunStartError(`exec ${toText(foreign.path)}: exec format error`, 255, {
      kind: 'foreign-program',
      subject: foreign.path,
      explanation: foreignExplanation(foreign),
    });
  } catch (error) {
    if (error instanceof RunStartError) throw error;
    switch (errnoOf(error)) {
      case errno.EACCES:
        throw new RunStartError(`exec ${shown}: permission denied`, 255);
      case errno.ENOEXEC:
        throw new RunStartError(`exec ${shown}: exec format error`, 255);
      case errno.ELOOP:
        throw new RunStartError(`exec ${shown}: too many levels of symbolic links`, 255);
      default:
        throw new RunStartError(`exec ${shown}: no such file or directory`, 255);
    }
  }
}
