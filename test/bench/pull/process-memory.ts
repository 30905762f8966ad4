/** Peak memory of processes, from Linux's /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** MB that the process has had resident at most; 0 when it is gone. */
export function peakMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

/** Processes below the one whose command line has the text, itself first, each with its command line. */
export function processesOf(text: string): readonly { readonly pid: number; readonly command: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent, command }];
      } catch {
        return [];
      }
    });
  const found = all.filter(({ command }) => command.includes(text) && !command.includes('--type='));
  for (const each of found)
    found.push(
      ...all.filter(({ parent, pid }) => parent === each.pid && !found.some((known) => known.pid === pid)),
    );
  return found;
}
