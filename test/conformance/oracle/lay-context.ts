/** Lays the build context of a recorded case: unpacks it, or makes it anew where it is too large to be stored. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether making the context takes more than a moment. */
export function isLarge(folder: string): boolean {
  return !existsSync(join(folder, 'context.tar'));
}

/** Makes `context` in the folder `place`. */
export function layContext(folder: string, place: string): void {
  if (isLarge(folder)) execFileSync('bash', [join(folder, 'context.sh')], { cwd: place });
  // The one unpacker that keeps setuid bits, whoever runs this.
  else execFileSync('tar', ['-xpf', join(folder, 'context.tar'), '--no-same-owner', '-C', place]);
}
