/**
 * A real Docker to compare with: `DRYDOCK_ORACLE` is the folder that has its chroot, with daemons for both kinds of image
 * store. Tests that want one are left out where there is none.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.DRYDOCK_ORACLE;
const root = join(folder ?? '/nonexistent', 'work/forky');

export type ImageStore = 'overlay2' | 'containerd';

const sockets: Readonly<Record<ImageStore, string>> = {
  overlay2: '/srv/d/docker.sock',
  containerd: '/srv/dc/docker.sock',
};

/** Why there is none; undefined when there is. */
export const dockerMissing: string | undefined = existsSync(join(root, sockets.overlay2))
  ? undefined
  : 'Comparisons with a real Docker are left out: DRYDOCK_ORACLE names no folder with a running one.';

/** Runs `docker` and answers what it printed, to the byte. */
export function docker(store: ImageStore, args: readonly string[], input?: Uint8Array): Buffer {
  const result = spawnSync('chroot', [root, 'docker', '-H', `unix://${sockets[store]}`, ...args], {
    ...(input === undefined ? {} : { input }),
    maxBuffer: 2 ** 30,
  });
  if (result.status === 0) return result.stdout;
  throw new Error(`docker ${args.join(' ')}: ${result.stderr || result.error?.message}`);
}
