/**
 * Whose turn it is. Processes run one after the other, each until it blocks, ends or its slice is used up; between
 * turns the host's event loop is let in, so that a run can be stopped at any time.
 */
import { errno, errnoOf } from './errno.ts';
import { hostTurn, sleep } from './host-turn.ts';
import { blockingCalls } from './imports.ts';
import type { Instance } from './instance.ts';
import type { InstancePool } from './instance-pool.ts';
import { LeaveProgram } from './leave-program.ts';
import { BLOCK } from './open-file.ts';
import type { Process } from './process.ts';
import { signal } from './signal.ts';
import type { Timers } from './timers.ts';

/** Milliseconds that the host waits at most, while no program computes for longer by itself. */
const hostPatience = 15;
/** Milliseconds after which a loop in a shell lets others have a turn. */
const timeSlice = 10;

/** What the scheduler leaves to the kernel. */
export interface Lifecycle {
  fork(process: Process, pidAddress: number): void;
  exec(process: Process, program: Process['program']): void;
  exit(process: Process, status: number): void;
}

export class Scheduler {
  readonly #pool: InstancePool;
  readonly #timers: Timers;
  readonly #lifecycle: Lifecycle;
  /** Processes that may go on; taken from `#first` on. */
  #ready: (Process | undefined)[] = [];
  #first = 0;
  #sliceStart = 0;
  #running: Process | undefined;
  #cpuTime = 0;
  readonly #alarm = { ring: (): void => {} };

  constructor(pool: InstancePool, timers: Timers, lifecycle: Lifecycle) {
    this.#pool = pool;
    this.#timers = timers;
    this.#lifecycle = lifecycle;
  }

  get running(): Process | undefined {
    return this.#running;
  }

  /** Milliseconds that processes have run, all together. */
  get cpuTime(): number {
    return this.#cpuTime;
  }

  enqueue(process: Process): void {
    if (process.isQueued || process.isZombie) return;
    process.isQueued = true;
    this.#ready.push(process);
    // Woken from outside, it ends a sleep.
    this.#alarm.ring();
  }

  #next(): Process | undefined {
    const process = this.#ready[this.#first];
    if (process === undefined) return undefined;
    this.#ready[this.#first++] = undefined;
    if (this.#first > 1024 && this.#first * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#first);
      this.#first = 0;
    }
    process.isQueued = false;
    return process;
  }

  /** Wakes the run loop: an abort, or anything else from outside. */
  interrupt(): void {
    this.#alarm.ring();
  }

  /**
   * Runs until `isOver`. `onDeadlock` is called when nobody can go on by itself: it changes that (true), or else
   * help has to come from outside.
   */
  async run(isOver: () => boolean, onDeadlock: () => boolean): Promise<void> {
    let turnStart = performance.now();
    while (!isOver()) {
      const process = this.#next();
      if (process !== undefined) {
        this.#resume(process);
      } else {
        const due = this.#timers.next;
        const wait = due === undefined ? Number.POSITIVE_INFINITY : due - performance.now();
        if (wait > 0 && (due !== undefined || !onDeadlock())) {
          await sleep(wait, this.#alarm);
          turnStart = performance.now();
        }
      }
      const now = performance.now();
      const due = this.#timers.next;
      if (due !== undefined && due <= now) this.#timers.fire();
      if (now - turnStart > hostPatience) {
        await hostTurn();
        turnStart = performance.now();
      }
    }
  }

  /** Whether the running process should let others have a turn. */
  get sliceIsOver(): boolean {
    return performance.now() - this.#sliceStart > timeSlice;
  }

  #resume(process: Process): void {
    if (process.isZombie || process.isStopped) return;
    const started = performance.now();
    this.#sliceStart = started;
    this.#running = process;
    process.isRunning = true;
    try {
      const instance = process.instance ?? this.#makeResident(process);
      this.#pool.touch(process);
      if (process.resumption === 'retry' && !retry(process)) {
        // A stopped process that goes on at its fork or setjmp.
        if (process.pause === undefined) return;
        process.finishCall();
        if (!this.#unwound(process, instance)) return;
      }
      this.#enter(process, instance);
    } finally {
      const used = performance.now() - started;
      process.cpuTime += used;
      this.#cpuTime += used;
      process.isRunning = false;
      this.#running = undefined;
    }
  }

  #makeResident(process: Process): Instance {
    const instance = this.#pool.take(process, process.program.module);
    if (instance === undefined) throw new Error('the browser gives no memory for even one program');
    process.image?.load(instance);
    process.image = undefined;
    process.updateSignalFlag();
    return instance;
  }

  /** Lets the program go on until it has to wait. */
  #enter(process: Process, first: Instance): void {
    let instance = first;
    for (;;) {
      try {
        const rewinding = process.resumption !== 'start';
        if (!rewinding) instance.reset();
        process.isRewinding = rewinding;
        process.resumption = 'rewind';
        if (!instance.enter(rewinding)) {
          this.#lifecycle.exit(process, 0);
          return;
        }
        if (!this.#unwound(process, instance)) return;
      } catch (error) {
        if (!this.#left(process, instance, error)) return;
        instance = process.instance ?? this.#makeResident(process);
      }
    }
  }

  /** The program came back with its frames in the buffer; true when it goes on at once. */
  #unwound(process: Process, instance: Instance): boolean {
    const { pause } = process;
    process.pause = undefined;
    switch (pause?.kind) {
      case 'checkpoint':
        process.snapshots.note(instance, pause.address, pause.valueAddress);
        process.result = 0;
        return true;
      case 'yield':
        process.resumption = 'retry';
        this.enqueue(process);
        return false;
      case 'fork':
        this.#lifecycle.fork(process, pause.pidAddress);
        return false;
      case undefined:
        // It blocks: a wait queue or a timer has it.
        process.resumption = 'retry';
        return false;
    }
  }

  /** The program was left by an exception; true when the process goes on at once. */
  #left(process: Process, instance: Instance, error: unknown): boolean {
    if (error instanceof LeaveProgram) {
      const { departure } = error;
      if (departure.kind === 'exit') {
        this.#lifecycle.exit(process, departure.status);
        return false;
      }
      if (departure.kind === 'exec') {
        this.#lifecycle.exec(process, departure.program);
        process.resumption = 'start';
        return true;
      }
      if (!process.snapshots.restore(instance, departure.address, departure.value)) {
        this.#lifecycle.exit(process, signal.ABRT);
        return false;
      }
      process.result = 0;
      process.resumption = 'rewind';
      return true;
    }
    if (isCrash(error)) {
      // A trap may leave anything behind: the instance is never used again.
      this.#pool.release(process, true);
      this.#lifecycle.exit(process, /unreachable/.test(error.message) ? signal.ABRT : signal.SEGV);
      return false;
    }
    throw error;
  }
}

/** A trap, an address out of all bounds, or a stack that is used up (Firefox calls that an `InternalError`). */
function isCrash(error: unknown): error is Error {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return true;
  return error instanceof Error && error.name === 'InternalError';
}

/** Tries a blocked call again; false when it goes on waiting. */
function retry(process: Process): boolean {
  const { blocked } = process;
  if (blocked === undefined) return true;
  const call = blockingCalls[blocked.call];
  if (call === undefined) throw new Error(`${blocked.call} is no blocking call`);
  let result: number;
  try {
    const answer = call.attempt(process, ...blocked.args);
    // A fork or setjmp that only waited for its turn is carried out now: it never waits, so nothing interrupts it.
    if (answer === BLOCK && (!blocked.interrupted || process.pause !== undefined)) return false;
    if (answer === BLOCK) {
      process.stopWaiting();
      process.abandonOpening();
      result = call.interrupted?.(process, ...blocked.args) ?? call.errorSign * errno.EINTR;
    } else {
      result = answer;
    }
  } catch (error) {
    if (error instanceof LeaveProgram) {
      if (error.departure.kind !== 'exit') throw error;
      process.kernel.exit(process, error.departure.status);
      return false;
    }
    result = call.errorSign * errnoOf(error);
  }
  process.finishCall();
  process.result = result;
  return true;
}
