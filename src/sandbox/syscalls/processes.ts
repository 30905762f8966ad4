/** Making, replacing, ending and grouping processes (fork(2), execve(2), _exit(2), setsid(2)). */
import { toBytes } from '../../filesystem/byte-string.ts';
import { openFlag } from '../abi.ts';
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { exitStatus, LeaveProgram } from '../leave-program.ts';
import { BLOCK } from '../open-file.ts';
import type { Process } from '../process.ts';
import { type ExecRequest, findExecutable, foreignExplanation } from '../program.ts';
import { readStrings, readText, writeU32, writeU64 } from '../program-memory.ts';

/** Bytes of arguments and environment together (`ARG_MAX`, as Linux has it with an 8 MiB stack). */
const maxArguments = 2 << 20;
/** What a shell answers for a program that was found and can't be executed. */
const cannotExecute = 126;

function exec(process: Process, request: ExecRequest): never {
  const executable = findExecutable(process, request);
  if (executable.kind === 'program') {
    throw new LeaveProgram({ kind: 'exec', program: executable.program });
  }
  // A shell would take "exec format error" for "this is a script" and read machine code as commands.
  const explanation = foreignExplanation(executable.foreign);
  process.kernel.noteProblem({
    kind: 'foreign-program',
    subject: executable.foreign.path,
    explanation,
  });
  const said = `${executable.foreign.path}: cannot execute: exec format error\n${explanation}\n`;
  const errors = process.descriptors.find(2)?.file;
  if (errors !== undefined && (errors.flags & openFlag.write) !== 0) errors.write(process, toBytes(said));
  throw new LeaveProgram({ kind: 'exit', status: exitStatus(cannotExecute) });
}

function byPid(process: Process, pid: number): Process {
  return pid === 0 ? process : (process.kernel.processes.get(pid) ?? fail('ESRCH'));
}

/** `setpgid(2)`: of the caller or of a child that has not executed another program yet. */
function setGroup(process: Process, pid: number, group: number): number {
  if (group < 0) fail('EINVAL');
  const target = byPid(process, pid);
  if (target !== process) {
    if (target.parent !== process) fail('ESRCH');
    if (target.session !== process.session) fail('EPERM');
    if (target.hasExecuted) fail('EACCES');
  }
  if (target.session === target.pid) fail('EPERM');
  const wanted = group === 0 ? target.pid : group;
  const joins = (other: Process) => other.group === wanted && other.session === process.session;
  if (wanted !== target.pid && ![...process.kernel.processes.values()].some(joins)) fail('EPERM');
  target.group = wanted;
  return 0;
}

export const processCalls: CallGroup = {
  blocking: {
    proc_fork: {
      errorSign: 1,
      attempt: (process, _copyMemory = 0, pidAddress = 0) => {
        process.kernel.requireRoomForProcess();
        process.pause = { kind: 'fork', pidAddress };
        return BLOCK;
      },
    },
  },
  leaving: {
    proc_exit: (_process, code: number) => {
      throw new LeaveProgram({ kind: 'exit', status: exitStatus(code) });
    },
  },
  wasi: {
    proc_id: (process, address: number) => {
      writeU32(process, address, process.pid);
      return 0;
    },
    proc_parent: (process, pid: number, address: number) => {
      writeU32(process, address, byPid(process, pid).parent?.pid ?? 0);
      return 0;
    },
  },
  posix: {
    execve: (
      process,
      path: number,
      pathLength: number,
      argv: number,
      argvLength: number,
      env: number,
      envLength: number,
    ) => {
      if (argvLength + envLength > maxArguments) fail('E2BIG');
      return exec(process, {
        path: readText(process, path, pathLength),
        argv: readStrings(process, argv, argvLength),
        env: readStrings(process, env, envLength),
      });
    },
    getsid: (process, pid: number) => byPid(process, pid).session,
    setsid: (process) => {
      for (const { group } of process.kernel.processes.values()) if (group === process.pid) fail('EPERM');
      process.session = process.group = process.pid;
      return process.pid;
    },
    getpgid: (process, pid: number) => byPid(process, pid).group,
    setpgid: setGroup,
    /** User and system time, of the process and of its children, microseconds. */
    times: (process, address: number) => {
      const { cpuTime, childrenCpuTime } = process;
      for (const [at, time] of [cpuTime, 0, childrenCpuTime, 0].entries()) {
        writeU64(process, address + at * 8, BigInt(Math.round(time * 1000)));
      }
      return 0;
    },
  },
};
