/** What a program was started with: WASI's `args_*` and `environ_*`. */
import type { ByteString } from '../../filesystem/byte-string.ts';
import { toBytes } from '../../filesystem/byte-string.ts';
import type { CallGroup } from '../imports.ts';
import type { Process } from '../process.ts';
import { bytesAt, writeU32 } from '../program-memory.ts';

function writeSizes(process: Process, texts: readonly ByteString[], count: number, size: number): number {
  writeU32(process, count, texts.length);
  writeU32(
    process,
    size,
    texts.reduce((sum, text) => sum + text.length + 1, 0),
  );
  return 0;
}

function writeTexts(
  process: Process,
  texts: readonly ByteString[],
  pointers: number,
  buffer: number,
): number {
  let pointer = pointers;
  let address = buffer;
  for (const text of texts) {
    writeU32(process, pointer, address);
    const target = bytesAt(process, address, text.length + 1);
    target.set(toBytes(text));
    target[text.length] = 0;
    pointer += 4;
    address += text.length + 1;
  }
  return 0;
}

export const argumentCalls: CallGroup = {
  wasi: {
    args_sizes_get: (process, count: number, size: number) =>
      writeSizes(process, process.program.argv, count, size),
    args_get: (process, pointers: number, buffer: number) =>
      writeTexts(process, process.program.argv, pointers, buffer),
    environ_sizes_get: (process, count: number, size: number) =>
      writeSizes(process, process.program.env, count, size),
    environ_get: (process, pointers: number, buffer: number) =>
      writeTexts(process, process.program.env, pointers, buffer),
  },
};
