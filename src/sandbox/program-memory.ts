/** Reading and writing the arguments of calls in a program's memory. Addresses are unsigned 32-bit numbers. */
import { type ByteString, fromBytes } from '../filesystem/byte-string.ts';
import { fail } from './errno.ts';
import type { Process } from './process.ts';

export function readText(process: Process, address: number, length: number): ByteString {
  return fromBytes(bytesAt(process, address, length));
}

/** A view of the memory itself, good until the program runs again. */
export function bytesAt(process: Process, address: number, length: number): Uint8Array {
  const start = address >>> 0;
  const count = length >>> 0;
  const { bytes } = process.memory;
  if (start + count > bytes.length) fail('EFAULT');
  return bytes.subarray(start, start + count);
}

export function viewAt(process: Process, address: number, length: number): DataView {
  const { bytes, view } = process.memory;
  if ((address >>> 0) + length > bytes.length) fail('EFAULT');
  return view;
}

export function writeU32(process: Process, address: number, value: number): void {
  viewAt(process, address, 4).setUint32(address >>> 0, value, true);
}

export function writeU64(process: Process, address: number, value: bigint): void {
  viewAt(process, address, 8).setBigUint64(address >>> 0, value, true);
}

export interface Buffer {
  readonly address: number;
  readonly length: number;
}

/** An array of WASI `iovec`s. */
export function readVectors(process: Process, address: number, count: number): Buffer[] {
  const view = viewAt(process, address, count * 8);
  const buffers: Buffer[] = [];
  for (let at = 0; at < count; at++) {
    buffers.push({
      address: view.getUint32(address + at * 8, true),
      length: view.getUint32(address + at * 8 + 4, true),
    });
  }
  return buffers;
}

/** Strings that each end in NUL, one after the other. */
export function readStrings(process: Process, address: number, length: number): ByteString[] {
  return length === 0 ? [] : readText(process, address, length - 1).split('\0');
}
