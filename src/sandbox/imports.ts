/**
 * The import list of every program: one table (`imports.json`, which the build of busybox also reads) says which
 * calls there are and which may block; here each gets its implementation.
 */
import { errnoOf } from './errno.ts';
import table from './imports.json' with { type: 'json' };
import type { Instance } from './instance.ts';
import { BLOCK, type OrBlock } from './open-file.ts';
import type { Process } from './process.ts';
import { argumentCalls } from './syscalls/arguments.ts';
import { attributeCalls } from './syscalls/attributes.ts';
import { descriptorCalls } from './syscalls/descriptors.ts';
import { directoryCalls } from './syscalls/directories.ts';
import { identityCalls } from './syscalls/identity.ts';
import { openCalls } from './syscalls/open.ts';
import { pollCalls } from './syscalls/poll.ts';
import { processCalls } from './syscalls/processes.ts';
import { readWriteCalls } from './syscalls/read-write.ts';
import { signalCalls } from './syscalls/signals.ts';
import { stackCalls } from './syscalls/stack.ts';
import { systemCalls } from './syscalls/system.ts';
import { waitCalls } from './syscalls/wait.ts';

/** A number, or a 64-bit one. */
type WasmValue = number | bigint;

/** Does the call at once. Throws `SystemCallError`. */
export type PlainCall = (process: Process, ...args: never[]) => number;

/** A call that may have to wait. */
export interface BlockingCall {
  /** 1: answers errno (WASI); -1: answers -errno (POSIX). */
  readonly errorSign: 1 | -1;
  /** Does it, or registers the process with what it waits for. Tried again with the same arguments. */
  readonly attempt: (process: Process, ...args: number[]) => OrBlock;
  /** What a call answers that a signal interrupted when it was half done; default: EINTR. */
  readonly interrupted?: (process: Process, ...args: number[]) => number | undefined;
}

/** Calls by subject: `posix` answers -errno on failure, `wasi` errno. */
export interface CallGroup {
  readonly posix?: Readonly<Record<string, PlainCall>>;
  readonly wasi?: Readonly<Record<string, PlainCall>>;
  /** Calls that leave the program by an exception. */
  readonly leaving?: Readonly<Record<string, PlainCall>>;
  readonly blocking?: Readonly<Record<string, BlockingCall>>;
}

export type ImportTable = Record<string, Record<string, (...args: WasmValue[]) => number>>;

const groups: readonly CallGroup[] = [
  argumentCalls,
  attributeCalls,
  descriptorCalls,
  directoryCalls,
  identityCalls,
  openCalls,
  pollCalls,
  processCalls,
  readWriteCalls,
  signalCalls,
  stackCalls,
  systemCalls,
  waitCalls,
];

const merged = <K extends keyof CallGroup>(kind: K): NonNullable<CallGroup[K]> =>
  Object.assign({}, ...groups.map((group) => group[kind])) as NonNullable<CallGroup[K]>;

const posixCalls = merged('posix');
const wasiCalls = merged('wasi');
const leavingCalls = merged('leaving');
/** By name; also for the scheduler, which tries blocked calls again. */
export const blockingCalls = merged('blocking');

/** Names of all calls there are implementations of, for the test that compares them with the table. */
export const implementedCalls: readonly string[] = [posixCalls, wasiCalls, leavingCalls, blockingCalls]
  .flatMap((calls) => Object.keys(calls))
  .sort();

/** The imports of one instance; each call finds the process whose memory the instance holds. */
export function makeImports(instance: Instance): ImportTable {
  const imports: ImportTable = {};
  for (const { module, name } of table) {
    const calls = imports[module] ?? {};
    imports[module] = calls;
    const blocking = blockingCalls[name];
    const posix = posixCalls[name];
    const wasi = wasiCalls[name];
    const leaving = leavingCalls[name];
    if (blocking !== undefined) calls[name] = blockingImport(instance, name, blocking);
    else if (leaving !== undefined) calls[name] = leavingImport(instance, leaving);
    else if (posix !== undefined) calls[name] = plainImport(instance, posix, -1);
    else if (wasi !== undefined) calls[name] = plainImport(instance, wasi, 1);
    else throw new Error(`the import ${module}.${name} has no implementation`);
  }
  return imports;
}

function current(instance: Instance): Process {
  if (instance.process === undefined) throw new Error('a program called that belongs to no process');
  return instance.process;
}

function plainImport(instance: Instance, call: PlainCall, errorSign: 1 | -1) {
  const run = call as (process: Process, ...args: (WasmValue | undefined)[]) => number;
  // Fixed parameters, at most nine: rest arguments would cost an array at every call.
  return (
    a?: WasmValue,
    b?: WasmValue,
    c?: WasmValue,
    d?: WasmValue,
    e?: WasmValue,
    f?: WasmValue,
    g?: WasmValue,
    h?: WasmValue,
    i?: WasmValue,
  ): number => {
    try {
      return run(current(instance), a, b, c, d, e, f, g, h, i);
    } catch (error) {
      return errorSign * errnoOf(error);
    }
  };
}

/** Nothing catches here: throwing an exception on costs as much as the exception did. */
function leavingImport(instance: Instance, call: PlainCall) {
  const leave = call as (process: Process, ...args: (WasmValue | undefined)[]) => number;
  return (a?: WasmValue, b?: WasmValue): number => leave(current(instance), a, b);
}

function blockingImport(instance: Instance, name: string, call: BlockingCall) {
  return (...args: WasmValue[]): number => {
    const process = current(instance);
    if (process.isRewinding) {
      process.isRewinding = false;
      instance.stopRewinding();
      return process.result;
    }
    let answer: OrBlock = BLOCK;
    if (!process.isStopped && process.kernel.sliceIsOver) process.pause = { kind: 'yield' };
    else if (!process.isStopped) {
      try {
        answer = call.attempt(process, ...(args as number[]));
      } catch (error) {
        process.finishCall();
        return call.errorSign * errnoOf(error);
      }
    }
    if (answer !== BLOCK) {
      process.finishCall();
      return answer;
    }
    // Other pauses are the call itself: the scheduler does it.
    if (process.pause === undefined || process.pause.kind === 'yield') {
      process.blocked = { call: name, args: args as number[], interrupted: false };
    }
    instance.startUnwinding();
    return 0;
  };
}
