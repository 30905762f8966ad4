/** The machine: clocks, randomness, host name, memory and filesystem figures. */
import { toBytes } from '../../filesystem/byte-string.ts';
import { atWorkingDirectory } from '../abi.ts';
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { fillRandom } from '../open-device.ts';
import { basePlace, found, walkPath } from '../path-walk.ts';
import { bytesAt, readText, writeU64 } from '../program-memory.ts';

/** WASI's `clockid`. */
const realtime = 0;
/** Bytes; what `free` shows. */
const machineMemory = 4 * 2 ** 30;
const freeMemory = 3 * 2 ** 30;
/** Block size, blocks, free blocks, files, free files; what `df` shows. */
const filesystemFigures = [4096n, 524288n, 400000n, 2000000n, 1900000n] as const;
/** `OVERLAYFS_SUPER_MAGIC`, `TMPFS_MAGIC`, `PROC_SUPER_MAGIC`. */
const filesystemMagic: Readonly<Record<string, bigint>> = {
  overlay: 0x794c7630n,
  tmpfs: 0x01021994n,
  proc: 0x9fa0n,
};
const maxHostName = 64;

export const systemCalls: CallGroup = {
  wasi: {
    clock_time_get: (process, clock: number, _precision: bigint, address: number) => {
      const monotonic = BigInt(Math.round(performance.now() * 1e3)) * 1000n;
      writeU64(process, address, clock === realtime ? process.kernel.now() : monotonic);
      return 0;
    },
    random_get: (process, address: number, length: number) => {
      fillRandom(bytesAt(process, address, length));
      return 0;
    },
  },
  posix: {
    statfs: (process, path: number, length: number, address: number) => {
      const text = readText(process, path, length);
      const { mount } = found(walkPath(process, basePlace(process, atWorkingDirectory), text, true));
      const figures = [...filesystemFigures, filesystemMagic[mount.type] ?? 0n];
      for (const [at, figure] of figures.entries()) writeU64(process, address + at * 8, figure);
      return 0;
    },
    hostname: (process, address: number, length: number, set: number) => {
      const { kernel } = process;
      if (set !== 0) {
        if (process.credentials.euid !== 0) fail('EPERM');
        if (length > maxHostName) fail('EINVAL');
        kernel.hostname = readText(process, address, length);
        return 0;
      }
      const name = toBytes(`${kernel.hostname}\0`).subarray(0, length);
      bytesAt(process, address, name.length).set(name);
      return 0;
    },
    /** Seconds up, memory, free memory, processes. */
    sysinfo: (process, address: number) => {
      const { kernel } = process;
      const uptime = Math.round((performance.now() - kernel.bootTime) / 1000);
      const figures = [uptime, machineMemory, freeMemory, kernel.processes.size];
      for (const [at, figure] of figures.entries()) writeU64(process, address + at * 8, BigInt(figure));
      return 0;
    },
  },
};
