/** Sending and handling signals, and the interval timer (signal(7), kill(2), sigaction(2), setitimer(2)). */
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { BLOCK, type OrBlock } from '../open-file.ts';
import type { Process } from '../process.ts';
import { viewAt, writeU64 } from '../program-memory.ts';
import {
  defaultAction,
  disposition,
  firstSignal,
  maxSignal,
  signal,
  signalBit,
  unblockable,
} from '../signal.ts';

function kill(process: Process, pid: number, number: number): number {
  if (number < 0 || number > maxSignal) fail('EINVAL');
  const all = [...process.kernel.processes.values()];
  let targets: Process[];
  if (pid > 0) targets = all.filter((other) => other.pid === pid);
  else if (pid === -1) targets = all.filter((other) => !other.isInit && other !== process);
  else targets = all.filter((other) => other.group === (pid === 0 ? process.group : -pid));
  if (targets.length === 0) fail('ESRCH');
  const { uid, euid } = process.credentials;
  if (euid !== 0) {
    targets = targets.filter(({ credentials: other }) =>
      [other.uid, other.suid].some((id) => id === uid || id === euid),
    );
    if (targets.length === 0) fail('EPERM');
  }
  // The sender last: it may not come back from its own.
  targets.sort((a, b) => Number(a === process) - Number(b === process));
  for (const target of targets) process.kernel.signal(target, number);
  return 0;
}

/** Sets what a signal does (-1: only asks) and answers what it did. */
function setDisposition(process: Process, number: number, value: number): number {
  const before = process.dispositions[number] ?? fail('EINVAL');
  if (value < 0) return before;
  process.dispositions[number] = value;
  const ignores =
    value === disposition.ignore || (value === disposition.default && defaultAction(number) === 'ignore');
  if (ignores) process.pendingSignals &= ~signalBit(number);
  process.updateSignalFlag();
  return before;
}

function setMask(process: Process, how: number, set: number, old: number): number {
  const before = process.signalMask;
  if (set !== 0) {
    const given = viewAt(process, set, 8).getBigUint64(set >>> 0, true);
    const mask = how === 0 ? before | given : how === 1 ? before & ~given : given;
    process.signalMask = mask & ~unblockable;
  }
  if (old !== 0) writeU64(process, old, before);
  if (set !== 0) process.kernel.deliverPending(process);
  return 0;
}

/** With an address waits under that mask; with 0, called afterwards, puts the old mask back. */
function suspend(process: Process, address: number): OrBlock {
  if (address === 0) {
    if (process.suspendedMask !== undefined) {
      process.signalMask = process.suspendedMask;
      process.suspendedMask = undefined;
      process.kernel.deliverPending(process);
    }
    return 0;
  }
  if (process.suspendedMask === undefined) {
    process.suspendedMask = process.signalMask;
    process.signalMask = viewAt(process, address, 8).getBigUint64(address >>> 0, true) & ~unblockable;
    process.kernel.deliverPending(process);
  }
  if (process.deliverable !== 0n) fail('EINTR');
  return BLOCK;
}

/** The next signal whose handler is to be called; 0 for none. */
function nextSignal(process: Process): number {
  for (let next = firstSignal(process.deliverable); next !== 0; next = firstSignal(process.deliverable)) {
    process.pendingSignals &= ~signalBit(next);
    if (process.dispositions[next] === disposition.handler) {
      process.updateSignalFlag();
      return next;
    }
  }
  process.updateSignalFlag();
  return 0;
}

/** Microseconds. */
function setTimer(process: Process, value: bigint, interval: bigint, old: number): number {
  const { timers } = process.kernel;
  const left = process.intervalTimer === undefined ? 0 : process.intervalTimer.due - performance.now();
  if (old !== 0) {
    const remaining = process.intervalTimer === undefined ? 0 : Math.max(1, Math.round(left * 1000));
    writeU64(process, old, BigInt(remaining));
  }
  timers.cancel(process.intervalTimer);
  process.intervalTimer = undefined;
  const arm = (microseconds: bigint) => {
    process.intervalTimer = timers.at(performance.now() + Number(microseconds) / 1000, () => {
      process.intervalTimer = undefined;
      if (interval > 0n) arm(interval);
      process.kernel.signal(process, signal.ALRM);
    });
  };
  if (value > 0n) arm(value);
  return 0;
}

export const signalCalls: CallGroup = {
  wasi: { proc_signal: kill },
  posix: {
    sigaction: setDisposition,
    sigprocmask: setMask,
    signext: nextSignal,
    setitimer: setTimer,
  },
  blocking: {
    sigsuspend: { errorSign: -1, attempt: (process, address = 0) => suspend(process, address) },
  },
};
