/**
 * The kernel of one run: its processes, their signals and lives, its filesystems and its clock. Runs share nothing
 * but compiled code and instances.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { FifoInode } from '../filesystem/inode.ts';
import { fail } from './errno.ts';
import type { InstancePool } from './instance-pool.ts';
import { hangUpOrphans, isOrphanedGroup } from './job-control.ts';
import { LeaveProgram } from './leave-program.ts';
import { copyMemory, MemoryImage } from './memory-image.ts';
import type { MountTable, Place } from './mounts.ts';
import { Pipe } from './pipe.ts';
import { Process, type ProcessCredentials } from './process.ts';
import type { Ports, Program } from './program.ts';
import type { RunProblem } from './run-request.ts';
import { Scheduler } from './scheduler.ts';
import {
  defaultAction,
  disposition,
  firstSignal,
  signal,
  signalBit,
  stopSignals,
  terminalStops,
} from './signal.ts';
import { continuedStatus } from './syscalls/wait.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';
import { Timers } from './timers.ts';

export interface KernelOptions {
  readonly mounts: MountTable;
  readonly ports: Ports;
  readonly pool: InstancePool;
  /** Nanoseconds since the Unix epoch. */
  readonly now: () => bigint;
  readonly hostname: string;
  /** Processes alive at once, zombies included; one more answers EAGAIN. */
  readonly maxProcesses: number;
  /**
   * Somebody outside may type, send signals or start processes: that all processes wait is no deadlock then.
   * Default: false.
   */
  readonly isAttended?: boolean;
}

export class Kernel {
  readonly mounts: MountTable;
  readonly ports: Ports;
  readonly now: () => bigint;
  readonly timers = new Timers();
  /** By index, as `/dev/pts/N` names them. */
  readonly terminals = new Map<number, Terminal>();
  readonly processes = new Map<number, Process>();
  readonly bootTime = performance.now();
  hostname: string;
  /** The first thing that could not be done here and would have worked on a real machine. */
  problem: RunProblem | undefined;
  readonly #pool: InstancePool;
  readonly #maxProcesses: number;
  readonly #isAttended: boolean;
  readonly #scheduler: Scheduler;
  readonly #pipes = new WeakMap<FifoInode, Pipe>();
  #lastPid = 0;
  /** Stopped processes: while there are none, an exit has no orphans to look for. */
  #stopped = 0;

  constructor({ mounts, ports, pool, now, hostname, maxProcesses, isAttended = false }: KernelOptions) {
    this.mounts = mounts;
    this.ports = ports;
    this.now = now;
    this.hostname = hostname;
    this.#pool = pool;
    this.#maxProcesses = maxProcesses;
    this.#isAttended = isAttended;
    this.#scheduler = new Scheduler(pool, this.timers, {
      fork: (process, pidAddress) => this.#fork(process, pidAddress),
      exec: (process, program) => this.#exec(process, program),
      exit: (process, status) => this.exit(process, status),
    });
  }

  /**
   * A process without a parent, started from outside: the first one, or one beside it. It leads a session of its
   * own. Its caller gives it program and descriptors, and then starts it.
   */
  makeProcess(program: Program, workingDirectory: Place, credentials: ProcessCredentials): Process {
    const root = this.mounts.resolve(this.mounts.root, this.mounts.root.root);
    const pid = this.#nextPid();
    const process = new Process(this, pid, {
      program,
      workingDirectory,
      rootDirectory: root,
      credentials,
    });
    process.hasExecuted = true;
    this.processes.set(pid, process);
    return process;
  }

  start(process: Process): void {
    this.#scheduler.enqueue(process);
  }

  /** A terminal, with the lowest number that is free. */
  addTerminal(options: TerminalOptions): Terminal {
    let index = 0;
    while (this.terminals.has(index)) index++;
    const terminal = new Terminal(this, index, options);
    this.terminals.set(index, terminal);
    return terminal;
  }

  /** The terminal that controls a session; undefined: none does. */
  terminalOf(session: number): Terminal | undefined {
    for (const terminal of this.terminals.values()) if (terminal.session === session) return terminal;
    return undefined;
  }

  /** Runs until the first process has ended, and with it all others. Gives its status as wait(2) encodes it. */
  async run(init: Process): Promise<number> {
    await this.#scheduler.run(
      () => init.isZombie,
      () => !this.#isAttended && this.#breakDeadlock(init),
    );
    this.timers.clear();
    return init.exitStatus ?? 0;
  }

  /** Ends everything, now. */
  killAll(): void {
    for (const process of [...this.processes.values()].reverse()) this.exit(process, signal.KILL);
    this.#scheduler.interrupt();
  }

  #breakDeadlock(init: Process): true {
    const waiting = [...this.processes.values()].filter((process) => !process.isZombie);
    const names = waiting.map(({ program }) => program.command);
    this.noteProblem({
      kind: 'deadlock',
      subject: init.program.command,
      explanation:
        `Every process of this step was waiting for something that could never come (${names.slice(0, 5).join(', ')}` +
        `${names.length > 5 ? ', …' : ''}). A real build would hang here until you stop it. Look for a program ` +
        'that reads a FIFO nobody writes to, or that waits for a stopped process.',
    });
    this.killAll();
    return true;
  }

  noteProblem(problem: RunProblem): void {
    this.problem ??= problem;
  }

  get running(): Process | undefined {
    return this.#scheduler.running;
  }

  /** Milliseconds that processes have run, all together. */
  get cpuTime(): number {
    return this.#scheduler.cpuTime;
  }

  /** Whether the running process should let others have a turn. */
  get sliceIsOver(): boolean {
    return this.#scheduler.sliceIsOver;
  }

  /** The pipe behind a FIFO. */
  pipeOf(inode: FifoInode): Pipe {
    let pipe = this.#pipes.get(inode);
    if (pipe === undefined) {
      pipe = new Pipe();
      this.#pipes.set(inode, pipe);
    }
    return pipe;
  }

  /** A directory's path as a process sees it that may have changed its root. */
  pathSeenBy(process: Process, place: Place): ByteString {
    const path = this.mounts.pathOf(place);
    const root = this.mounts.pathOf(process.rootDirectory);
    if (root === '/' || !path.startsWith(root)) return path;
    return path.slice(root.length) || '/';
  }

  // Lives

  #nextPid(): number {
    do this.#lastPid = this.#lastPid >= 4194303 ? 2 : this.#lastPid + 1;
    while (this.processes.has(this.#lastPid));
    return this.#lastPid;
  }

  requireRoomForProcess(): void {
    if (this.processes.size >= this.#maxProcesses) fail('EAGAIN');
  }

  #fork(parent: Process, pidAddress: number): void {
    const { program, workingDirectory, rootDirectory, credentials } = parent;
    const pid = this.#nextPid();
    const child = new Process(this, pid, {
      parent,
      program,
      workingDirectory,
      rootDirectory,
      credentials,
    });
    this.processes.set(pid, child);
    const { memory } = parent;
    memory.view.setInt32(pidAddress, 0, true);
    const instance = this.#pool.hasRoom(program.module) ? this.#pool.take(child, program.module) : undefined;
    if (instance === undefined) child.image = new MemoryImage(memory);
    else copyMemory(memory, instance);
    memory.view.setInt32(pidAddress, pid, true);
    for (const process of [parent, child]) {
      process.resumption = 'rewind';
      process.result = 0;
    }
    child.updateSignalFlag();
    // The parent first, as on Linux: shells rely on it more than they know.
    this.#scheduler.enqueue(parent);
    this.#scheduler.enqueue(child);
  }

  #exec(process: Process, program: Program): void {
    if (process.instance?.module !== program.module) this.#pool.release(process);
    process.program = program;
    process.hasExecuted = true;
    process.snapshots.clear();
    if (program.uid !== undefined) process.credentials.euid = process.credentials.suid = program.uid;
    if (program.gid !== undefined) process.credentials.egid = process.credentials.sgid = program.gid;
    for (const [number, value] of process.dispositions.entries()) {
      if (value === disposition.handler) process.dispositions[number] = disposition.default;
    }
    process.descriptors.closeOnExec();
  }

  exit(process: Process, status: number): void {
    if (process.isZombie) return;
    if (process.isStopped) this.#stopped--;
    if (this.#stopped > 0) hangUpOrphans(this, process);
    process.exitStatus = status;
    process.stopWaiting();
    process.abandonOpening();
    this.timers.cancel(process.intervalTimer);
    process.descriptors.closeAll();
    this.#pool.release(process);
    process.image = undefined;
    process.snapshots.clear();
    process.onExit?.(status);
    if (process.isInit) {
      // A container ends with its first process.
      this.killAll();
      return;
    }
    if (process.session === process.pid) this.terminalOf(process.session)?.release();
    const init = this.processes.get(1);
    for (const child of process.children) {
      child.parent = init;
      if (init?.isZombie === false) {
        init.children.add(child);
        if (child.isZombie) this.#childChanged(child);
      }
    }
    process.children.clear();
    this.#childChanged(process);
  }

  /** Tells the parent that a child ended, stopped or went on. */
  #childChanged(child: Process): void {
    const { parent } = child;
    if (parent === undefined || parent.isZombie) {
      if (child.isZombie) this.forget(child);
      return;
    }
    // Whoever ignores SIGCHLD on purpose has no zombies (wait(2), NOTES).
    if (child.isZombie && parent.dispositions[signal.CHLD] === disposition.ignore) this.forget(child);
    this.signal(parent, signal.CHLD);
    parent.childChanged.notify();
  }

  /** A zombie has been waited for. */
  forget(process: Process): void {
    this.processes.delete(process.pid);
    process.parent?.children.delete(process);
  }

  /** Lets a process try its blocked call again when its turn comes. */
  wake(process: Process): void {
    if (process.isZombie) return;
    process.stopWaiting();
    if (!process.isRunning) this.#scheduler.enqueue(process);
  }

  // Signals

  /** A signal from outside the container: SIGKILL ends even the first process (pid_namespaces(7)). */
  signalFromOutside(process: Process, number: number): void {
    if (number === signal.KILL) this.exit(process, signal.KILL);
    else this.signal(process, number);
    this.#scheduler.interrupt();
  }

  /** Sends a signal, as the kernel does once permissions are checked. 0 does nothing. */
  signal(process: Process, number: number): void {
    if (number === 0 || process.isZombie) return;
    if (number === signal.CONT) {
      process.pendingSignals &= ~stopSignals;
      this.#continue(process);
    } else if (defaultAction(number) === 'stop') process.pendingSignals &= ~signalBit(signal.CONT);
    const how = process.dispositions[number];
    const byDefault = how === disposition.default;
    const action = byDefault ? defaultAction(number) : undefined;
    if (how === disposition.ignore || action === 'ignore') return;
    // Nothing that a program may send can end or stop the first process by default.
    if (process.isInit && byDefault) return;
    if (action === 'stop' && terminalStops.has(number) && isOrphanedGroup(this, process.group)) return;
    // What is stopped gets its signals when it goes on.
    const isHeld = process.isStopped && number !== signal.KILL;
    if (isHeld || (process.signalMask & signalBit(number)) !== 0n) {
      process.pendingSignals |= signalBit(number);
      return;
    }
    if (action === 'terminate') this.#terminate(process, number);
    else if (action === 'stop') this.#stop(process, number);
    else this.#post(process, number);
  }

  /** A handler of the program's own is to run: at the end of the call it is in. */
  #post(process: Process, number: number): void {
    process.pendingSignals |= signalBit(number);
    process.updateSignalFlag();
    if (process.blocked === undefined) return;
    process.blocked.interrupted = true;
    this.wake(process);
  }

  #terminate(process: Process, number: number): void {
    if (process === this.#scheduler.running) {
      throw new LeaveProgram({ kind: 'exit', status: number });
    }
    this.exit(process, number);
  }

  #stop(process: Process, number: number): void {
    if (process.isStopped) return;
    process.isStopped = true;
    this.#stopped++;
    process.stateChange = (number << 8) | 0x7f;
    this.#childChanged(process);
  }

  #continue(process: Process): void {
    if (!process.isStopped) return;
    process.isStopped = false;
    this.#stopped--;
    process.stateChange = continuedStatus;
    this.#scheduler.enqueue(process);
    this.#childChanged(process);
    this.deliverPending(process);
    if (process.blocked !== undefined && process.deliverable !== 0n) process.blocked.interrupted = true;
  }

  /** After a change of the mask: does what waiting signals do that have no handler. */
  deliverPending(process: Process): void {
    for (let next = firstSignal(process.deliverable); next !== 0; next = firstSignal(process.deliverable)) {
      if (process.isStopped) break;
      if (process.dispositions[next] === disposition.handler) break;
      process.pendingSignals &= ~signalBit(next);
      this.signal(process, next);
    }
    process.updateSignalFlag();
  }
}
