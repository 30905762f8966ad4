/** One process: all that `fork` copies and `exec` replaces, and what it waits for. Its memory may be put aside. */
import { DescriptorTable } from './descriptors.ts';
import type { Instance } from './instance.ts';
import type { Kernel } from './kernel.ts';
import type { MemoryImage } from './memory-image.ts';
import type { Place } from './mounts.ts';
import type { Pipe } from './pipe.ts';
import type { Program } from './program.ts';
import { disposition, firstSignal, maxSignal } from './signal.ts';
import { StackSnapshots } from './stack-snapshots.ts';
import type { Timer } from './timers.ts';
import { WaitQueue } from './wait-queue.ts';

/** Real, effective and saved ids (credentials(7)). */
export interface ProcessCredentials {
  uid: number;
  euid: number;
  suid: number;
  gid: number;
  egid: number;
  sgid: number;
  groups: readonly number[];
}

/** A call that could not be done yet: its name and arguments, so that it can be tried again from anywhere. */
export interface BlockedCall {
  readonly call: string;
  readonly args: readonly number[];
  /** A signal came: answer "interrupted" when the next try can't be completed either. */
  interrupted: boolean;
}

/** Why a program unwound its stack, other than to block. */
export type Pause =
  | { readonly kind: 'fork'; readonly pidAddress: number }
  /** Its slice is over: others first, then the call that it is in. */
  | { readonly kind: 'yield' }
  /** `setjmp`, with the address of the `jmp_buf` and that of what it answers. */
  | { readonly kind: 'checkpoint'; readonly address: number; readonly valueAddress: number };

/** A FIFO being opened, counted as its end already while it waits for the other one. */
export interface FifoOpening {
  readonly pipe: Pipe;
  /** Kept, since its name may be gone by the time the other end comes. */
  readonly place: Place;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly readersSeen: number;
  readonly writersSeen: number;
}

/** How a process goes on when its turn comes. */
export type Resumption =
  | 'start'
  /** Wind the stack up again and answer `result`. */
  | 'rewind'
  /** Try `blocked` again. */
  | 'retry';

export class Process {
  readonly kernel: Kernel;
  readonly pid: number;
  parent: Process | undefined;
  readonly children = new Set<Process>();
  readonly childChanged = new WaitQueue();
  group: number;
  session: number;
  /** It has left the program it was forked in: its parent may not group it any more. */
  hasExecuted = false;
  /** Told the status as wait(2) encodes it, when somebody outside the kernel has started it. */
  onExit: ((status: number) => void) | undefined;

  program: Program;
  workingDirectory: Place;
  rootDirectory: Place;
  credentials: ProcessCredentials;
  umask = 0o022;
  readonly descriptors: DescriptorTable;

  readonly dispositions: Uint8Array;
  signalMask = 0n;
  pendingSignals = 0n;
  /** The mask that `sigsuspend` replaced. */
  suspendedMask: bigint | undefined;
  intervalTimer: Timer | undefined;

  /** The memory, while the process has an instance; else `image`, or neither before its first turn. */
  instance: Instance | undefined;
  image: MemoryImage | undefined;
  readonly snapshots: StackSnapshots;

  resumption: Resumption = 'start';
  /** What the call answers that the program is in. */
  result = 0;
  isRunning = false;
  isQueued = false;
  isRewinding = false;
  isStopped = false;
  pause: Pause | undefined;
  blocked: BlockedCall | undefined;
  readonly waitsOn: WaitQueue[] = [];
  timeout: Timer | undefined;
  /** When the blocked call gives up; kept over tries. */
  deadline: number | undefined;
  /** Bytes that a blocked write has written. */
  progress = 0;
  fifoOpening: FifoOpening | undefined;

  /** As wait(2) encodes it; undefined while it lives. */
  exitStatus: number | undefined;
  /** A stop or continue that the parent has not asked for yet. */
  stateChange: number | undefined;
  /** Milliseconds of running: its own, and of the children waited for. */
  cpuTime = 0;
  childrenCpuTime = 0;
  readonly startTime = performance.now();

  constructor(
    kernel: Kernel,
    pid: number,
    state: {
      readonly parent?: Process;
      readonly program: Program;
      readonly workingDirectory: Place;
      readonly rootDirectory: Place;
      readonly credentials: ProcessCredentials;
    },
  ) {
    const { parent } = state;
    this.kernel = kernel;
    this.pid = pid;
    this.parent = parent;
    this.program = state.program;
    this.workingDirectory = state.workingDirectory;
    this.rootDirectory = state.rootDirectory;
    this.credentials = { ...state.credentials };
    this.group = parent?.group ?? pid;
    this.session = parent?.session ?? pid;
    this.descriptors = new DescriptorTable(parent?.descriptors);
    this.dispositions = parent?.dispositions.slice() ?? new Uint8Array(maxSignal + 1);
    this.signalMask = parent?.signalMask ?? 0n;
    this.umask = parent?.umask ?? 0o022;
    this.snapshots = new StackSnapshots(parent?.snapshots);
    parent?.children.add(this);
  }

  get isZombie(): boolean {
    return this.exitStatus !== undefined;
  }

  /** The process that a container's runtime starts is init to all others (pid_namespaces(7)). */
  get isInit(): boolean {
    return this.pid === 1;
  }

  get deliverable(): bigint {
    return this.pendingSignals & ~this.signalMask;
  }

  /** The memory of a process that is running or being looked after. */
  get memory(): Instance {
    if (this.instance === undefined) throw new Error(`process ${this.pid} has no memory now`);
    return this.instance;
  }

  /** Waits until `due` (on `performance.now()`'s clock) at the longest. */
  waitUntil(due: number): void {
    this.kernel.timers.cancel(this.timeout);
    this.timeout = this.kernel.timers.at(due, () => {
      this.timeout = undefined;
      this.kernel.wake(this);
    });
  }

  /** The blocked call is answered. */
  finishCall(): void {
    this.blocked = undefined;
    this.deadline = undefined;
    this.progress = 0;
    this.resumption = 'rewind';
  }

  /** Tells the program whether a handler of its own has to run. */
  updateSignalFlag(): void {
    const next = firstSignal(this.deliverable);
    this.instance?.setSignalFlag(next !== 0 && this.dispositions[next] === disposition.handler);
  }

  /** Forgets what the process was waiting for. */
  stopWaiting(): void {
    for (const queue of this.waitsOn) queue.remove(this);
    this.waitsOn.length = 0;
    this.kernel.timers.cancel(this.timeout);
    this.timeout = undefined;
  }

  /** A FIFO that is opened no more. */
  abandonOpening(): void {
    const opening = this.fifoOpening;
    this.fifoOpening = undefined;
    if (opening?.reads) opening.pipe.removeReader();
    if (opening?.writes) opening.pipe.removeWriter();
  }
}
