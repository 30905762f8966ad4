/** `wait4(2)`: learning what became of children. */
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { BLOCK, type OrBlock } from '../open-file.ts';
import type { Process } from '../process.ts';
import { viewAt } from '../program-memory.ts';

const option = { noHang: 1, untraced: 2, continued: 8 } as const;
/** A status that says "continued", as wait(2) encodes it. */
export const continuedStatus = 0xffff;

function isWanted(process: Process, child: Process, pid: number): boolean {
  if (pid === -1) return true;
  if (pid > 0) return child.pid === pid;
  return child.group === (pid === 0 ? process.group : -pid);
}

function wait(process: Process, pid: number, status: number, options: number, usage: number): OrBlock {
  let any = false;
  for (const child of process.children) {
    if (!isWanted(process, child, pid)) continue;
    any = true;
    if (child.exitStatus !== undefined) {
      const time = child.cpuTime + child.childrenCpuTime;
      process.childrenCpuTime += time;
      report(process, child.exitStatus, time, status, usage);
      process.kernel.forget(child);
      return child.pid;
    }
    const change = child.stateChange;
    const wanted = change === continuedStatus ? option.continued : option.untraced;
    if (change !== undefined && (options & wanted) !== 0) {
      child.stateChange = undefined;
      report(process, change, 0, status, usage);
      return child.pid;
    }
  }
  if (!any) fail('ECHILD');
  if ((options & option.noHang) !== 0) return 0;
  process.childChanged.add(process);
  return BLOCK;
}

function report(process: Process, value: number, time: number, status: number, usage: number): void {
  viewAt(process, status, 4).setInt32(status >>> 0, value, true);
  const view = viewAt(process, usage, 16);
  view.setBigUint64(usage >>> 0, BigInt(Math.round(time * 1000)), true);
  view.setBigUint64((usage >>> 0) + 8, 0n, true);
}

export const waitCalls: CallGroup = {
  blocking: {
    wait4: {
      errorSign: -1,
      attempt: (process, pid = 0, status = 0, options = 0, usage = 0) =>
        wait(process, pid, status, options, usage),
    },
  },
};
