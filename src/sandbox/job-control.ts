/** Process groups that nobody can bring back to the front (setpgid(2), "orphaned"), and what becomes of them. */
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { signal } from './signal.ts';

/**
 * Whether no member's parent stands in the same session and another group: no shell could continue the group, so it
 * may not be stopped from its terminal. `leaving` counts as gone already.
 */
export function isOrphanedGroup(kernel: Kernel, group: number, leaving?: Process): boolean {
  for (const process of kernel.processes.values()) {
    const { parent } = process;
    if (process === leaving || process.group !== group || process.isZombie) continue;
    if (parent === undefined || parent.isZombie || parent === leaving) continue;
    if (parent.group !== group && parent.session === process.session) return false;
  }
  return true;
}

/** Before a process ends: stopped groups that it leaves behind as orphans are hung up and continued (_exit(2)). */
export function hangUpOrphans(kernel: Kernel, leaving: Process): void {
  const groups = new Set<number>();
  const { parent } = leaving;
  if (parent?.session === leaving.session && parent.group !== leaving.group) groups.add(leaving.group);
  for (const child of leaving.children) {
    if (child.session === leaving.session && child.group !== leaving.group) groups.add(child.group);
  }
  for (const group of groups) {
    const members = [...kernel.processes.values()].filter(
      (process) => process !== leaving && process.group === group && !process.isZombie,
    );
    if (!members.some(({ isStopped }) => isStopped) || !isOrphanedGroup(kernel, group, leaving)) continue;
    for (const member of members) kernel.signal(member, signal.HUP);
    for (const member of members) kernel.signal(member, signal.CONT);
  }
}
