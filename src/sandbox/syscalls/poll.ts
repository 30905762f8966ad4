/** Waiting for descriptors or for time: poll(2), WASI's `poll_oneoff` (only ever a clock here), `sched_yield`. */
import { pollBit } from '../abi.ts';
import type { CallGroup } from '../imports.ts';
import { BLOCK, type OrBlock } from '../open-file.ts';
import type { Process } from '../process.ts';
import { bytesAt, viewAt, writeU32 } from '../program-memory.ts';

/** `struct pollfd`, bytes. */
const pollSize = 8;

function poll(process: Process, address: number, count: number, timeout: number): OrBlock {
  const view = viewAt(process, address, count * pollSize);
  let ready = 0;
  for (let at = address; at < address + count * pollSize; at += pollSize) {
    const descriptor = view.getInt32(at, true);
    const wanted = view.getInt16(at + 4, true) | pollBit.error | pollBit.hangUp;
    const file = process.descriptors.find(descriptor)?.file;
    let happened = 0;
    if (descriptor >= 0) happened = file === undefined ? pollBit.invalid : file.poll() & wanted;
    view.setInt16(at + 6, happened, true);
    if (happened !== 0) ready++;
  }
  if (ready > 0 || timeout === 0) return ready;
  if (timeout > 0) {
    process.deadline ??= performance.now() + timeout;
    if (process.deadline <= performance.now()) return 0;
    process.waitUntil(process.deadline);
  }
  for (let at = address; at < address + count * pollSize; at += pollSize) {
    process.descriptors.find(view.getInt32(at, true))?.file.wait(process);
  }
  return BLOCK;
}

/** WASI's `subscription` and `event`, bytes, and where in a subscription the timeout and the flags lie. */
const eventSize = 32;
const timeoutOffset = 24;
const flagsOffset = 40;
const absoluteTime = 1;

function sleep(process: Process, subscription: number, event: number, countAddress: number): OrBlock {
  const view = viewAt(process, subscription, 48);
  const timeout = Number(view.getBigUint64(subscription + timeoutOffset, true)) / 1e6;
  const isAbsolute = (view.getUint16(subscription + flagsOffset, true) & absoluteTime) !== 0;
  process.deadline ??= isAbsolute ? timeout : performance.now() + timeout;
  if (process.deadline > performance.now()) {
    process.waitUntil(process.deadline);
    return BLOCK;
  }
  const userData = view.getBigUint64(subscription, true);
  bytesAt(process, event, eventSize).fill(0);
  view.setBigUint64(event, userData, true);
  writeU32(process, countAddress, 1);
  return 0;
}

export const pollCalls: CallGroup = {
  blocking: {
    poll: {
      errorSign: -1,
      attempt: (process, address = 0, count = 0, timeout = 0) => poll(process, address >>> 0, count, timeout),
    },
    poll_oneoff: {
      errorSign: 1,
      attempt: (process, subscription = 0, event = 0, _count = 0, events = 0) =>
        sleep(process, subscription >>> 0, event >>> 0, events),
    },
    /** Every call that may block lets others have a turn; this one does nothing else. */
    sched_yield: { errorSign: 1, attempt: () => 0 },
  },
};
