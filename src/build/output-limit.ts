/**
 * How much of a step's output is told: the first 2 MiB of each stream, as BuildKit's `util/progress/logs` clips it,
 * in its words. BuildKit also clips what comes faster than 200 KiB a second; here a step's log is the same however
 * fast the machine is.
 */
import type { OutputStream } from '../sandbox/run-request.ts';

/** Bytes of each stream. */
export const outputLimit = 2 * 1024 * 1024;

const clipped = new TextEncoder().encode('[output clipped, log limit 2MiB reached]\n');

type OutputListener = (stream: OutputStream, bytes: Uint8Array) => void;

/** Hands on what is below the limit, once a line that there was more, and nothing after it. */
export function limitOutput(listener: OutputListener): OutputListener {
  const streams = {
    stdout: { told: 0, lineOpen: false, over: false },
    stderr: { told: 0, lineOpen: false, over: false },
  };
  return (stream, bytes) => {
    const state = streams[stream];
    if (state.over || bytes.length === 0) return;
    const room = outputLimit - state.told;
    state.over = bytes.length > room;
    // Whole lines where there are any, so that the sentence stands alone.
    const end = state.over ? endOfLines(bytes, room) : bytes.length;
    if (end > 0) {
      listener(stream, end === bytes.length ? bytes : bytes.slice(0, end));
      state.told += end;
      state.lineOpen = bytes[end - 1] !== newline;
    }
    if (state.over) listener(stream, state.lineOpen ? Uint8Array.of(newline, ...clipped) : clipped);
  };
}

const newline = 0x0a;

/** Where the last line that ends within `room` bytes ends; 0 when none does. */
function endOfLines(bytes: Uint8Array, room: number): number {
  return bytes.subarray(0, room).lastIndexOf(newline) + 1;
}
