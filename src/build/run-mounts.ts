/**
 * `RUN --mount`: what is shown to a command for the time of its run, and what is kept of it afterwards, which is
 * only what cache mounts hold. Dockerfile reference, "RUN --mount"; BuildKit: solver/llbsolver/mounts.
 */
import { type ByteString, fromText, toText } from '../filesystem/byte-string.ts';
import { diff } from '../filesystem/diff.ts';
import { baseName, cleanPath, lookup } from '../filesystem/lookup.ts';
import { type DirectoryNode, emptyTree, type FileNode, type Tree } from '../filesystem/tree.ts';
import { isDigest } from '../image/digest.ts';
import { ImageError } from '../image/image-error.ts';
import { writeLayer } from '../image/layer-writer.ts';
import type { RunMount } from '../sandbox/run-request.ts';
import { isObject } from './cache-record.ts';
import type { OpenOrigin } from './layer-work.ts';
import type { PlannedMount, RunOperation } from './operation.ts';
import type { BuildPorts } from './ports.ts';
import { BuildFailure } from './problems.ts';

type MountPorts = Pick<BuildPorts, 'blobs' | 'cache' | 'snapshots'>;

export interface MountSurroundings {
  readonly ports: MountPorts;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  /** Of bind and cache mounts, in the order of the operation's mounts. */
  readonly origins: readonly (OpenOrigin | undefined)[];
  /** Nanoseconds since the Unix epoch. */
  readonly now: bigint;
}

/** A mount to be shown, and what to do with it afterwards. */
export interface PreparedMount {
  readonly mount: RunMount;
  readonly keep?: (content: DirectoryNode | FileNode) => Promise<void>;
}

export interface PreparedMounts {
  readonly mounts: readonly PreparedMount[];
  /** Variables that hold secrets: `NAME=value`. */
  readonly env: readonly ByteString[];
}

/** @throws {BuildFailure} for a secret that is missing, ssh, or a source that isn't there. */
export async function prepareMounts(
  { mounts, workingDir, script }: RunOperation,
  around: MountSurroundings,
): Promise<PreparedMounts> {
  const prepared: PreparedMount[] = [];
  const env: ByteString[] = [];
  for (const [index, planned] of mounts.entries()) {
    const { mount } = planned;
    switch (mount.type) {
      case 'bind': {
        const content = await boundNode(planned, around.origins[index]);
        prepared.push({
          mount: { target: absolute(planned.mount.target, workingDir), content, readOnly: mount.readOnly },
        });
        break;
      }
      case 'cache':
        prepared.push(await cacheMount(planned, workingDir, around, around.origins[index]));
        break;
      case 'tmpfs': {
        const content = emptyDirectory(0o1777, 0, 0, around.now);
        prepared.push({
          mount: { target: absolute(planned.mount.target, workingDir), content, readOnly: mount.readOnly },
        });
        break;
      }
      case 'secret':
        secretMount(planned, workingDir, around, prepared, env);
        break;
      case 'ssh':
        refuseSsh(planned);
        break;
    }
  }
  if (script !== undefined) {
    const content = fileNode(new TextEncoder().encode(script.content), 0o755, 0, 0, around.now);
    prepared.push({ mount: { target: fromText(script.path), content, readOnly: true } });
  }
  return { mounts: prepared, env };
}

/** Name under which the content of a cache mount is kept; undefined for other mounts. */
export function cacheMountId({ mount }: PlannedMount, workingDir: string): string | undefined {
  if (mount.type !== 'cache') return undefined;
  return mount.id ?? toText(absolute(mount.target, workingDir));
}

/** What a bind mount shows. */
export async function boundNode(
  { mount, range }: PlannedMount,
  origin: OpenOrigin | undefined,
): Promise<DirectoryNode | FileNode> {
  const source = mount.type === 'bind' || mount.type === 'cache' ? mount.source : '';
  const path = cleanPath(fromText(source));
  const tree = (await origin?.tree()) ?? emptyTree;
  const found = lookup(tree, path);
  if (found.outcome === 'found' && (found.node.type === 'directory' || found.node.type === 'file')) {
    return found.node;
  }
  const isIgnored = origin?.ignore?.ignores(toText(path.slice(1))) ?? false;
  throw new BuildFailure(
    'mount-source-missing',
    `failed to compute cache key: failed to calculate checksum of ref: "${toText(path)}": not found`,
    isIgnored
      ? `"${source}" is left out of the build context by .dockerignore. Take the rule away to mount it.`
      : `There is no "${source}" where the mount looks for it. Without from= that is the build context.`,
    range,
  );
}

function absolute(target: string, workingDir: string): ByteString {
  return cleanPath(fromText(target.startsWith('/') ? target : `${workingDir}/${target}`));
}

function emptyDirectory(mode: number, uid: number, gid: number, mtime: bigint): DirectoryNode {
  return { type: 'directory', mode, uid, gid, mtime, entries: new Map() };
}

function fileNode(content: Uint8Array, mode: number, uid: number, gid: number, mtime: bigint): FileNode {
  return { type: 'file', mode, uid, gid, mtime, content, links: 1 };
}

async function cacheMount(
  planned: PlannedMount,
  workingDir: string,
  { ports, now }: MountSurroundings,
  origin: OpenOrigin | undefined,
): Promise<PreparedMount> {
  const { mount } = planned;
  if (mount.type !== 'cache') throw new Error('not a cache mount');
  const key = `mount/${cacheMountId(planned, workingDir) ?? ''}`;
  const begin = async (): Promise<DirectoryNode> => {
    const source = origin === undefined ? undefined : await boundNode(planned, origin);
    const base = source?.type === 'directory' ? source : emptyDirectory(0o755, 0, 0, now);
    return { ...base, mode: mount.mode ?? base.mode, uid: mount.uid ?? base.uid, gid: mount.gid ?? base.gid };
  };
  const content = (await recallMount(key, ports)) ?? (await begin());
  const shown = { target: absolute(planned.mount.target, workingDir), content, readOnly: mount.readOnly };
  if (mount.readOnly) return { mount: shown };
  return {
    mount: shown,
    keep: async (after) => {
      if (after === content || after.type !== 'directory') return;
      const { digest } = await ports.blobs.put(writeLayer(diff(emptyTree, { root: after })));
      const { mode, uid, gid } = after;
      await ports.cache.put(
        key,
        { version: 1, digest, mode, uid, gid },
        { blobs: [digest], type: 'exec.cachemount', description: `cached mount ${toText(shown.target)}` },
      );
    },
  };
}

/** What the mount held after the last run; undefined when nothing, or nothing readable, is kept. */
async function recallMount(
  key: string,
  { cache, snapshots }: MountPorts,
): Promise<DirectoryNode | undefined> {
  const record = await cache.get(key);
  if (!isObject(record) || record.version !== 1 || !isDigest(record.digest)) return undefined;
  cache.used?.(key);
  const { mode, uid, gid } = record;
  if (typeof mode !== 'number' || typeof uid !== 'number' || typeof gid !== 'number') return undefined;
  let tree: Tree;
  try {
    tree = await snapshots.load([record.digest]);
  } catch (error) {
    // It was pruned, or is damaged: a cache begins anew then.
    if (error instanceof ImageError) return undefined;
    throw error;
  }
  return { ...tree.root, mode, uid, gid };
}

function secretMount(
  { mount, range }: PlannedMount,
  workingDir: string,
  { secrets, now }: MountSurroundings,
  prepared: PreparedMount[],
  env: ByteString[],
): void {
  if (mount.type !== 'secret') return;
  const id = mount.id ?? baseName(fromText(mount.target));
  const value = secrets.get(id);
  if (value === undefined) {
    if (!mount.required) return;
    throw new BuildFailure(
      'secret-missing',
      `secret ${id}: not found`,
      `This step needs the secret "${id}". Give it to the build: --secret id=${id},src=FILE.`,
      range,
    );
  }
  if (mount.env !== undefined) {
    let text = '';
    for (const byte of value) text += String.fromCharCode(byte);
    env.push(`${fromText(mount.env)}=${text}`);
    if (mount.target === '') return;
  }
  const target =
    mount.target === '' ? `/run/secrets/${baseName(fromText(id))}` : absolute(mount.target, workingDir);
  const content = fileNode(value, mount.mode ?? 0o400, mount.uid ?? 0, mount.gid ?? 0, now);
  prepared.push({ mount: { target, content, readOnly: true } });
}

function refuseSsh({ mount, range }: PlannedMount): void {
  if (mount.type !== 'ssh' || !mount.required) return;
  throw new BuildFailure(
    'ssh-missing',
    `unset ssh forward key ${mount.id ?? 'default'}`,
    'There is no SSH agent and no network here. Put what the step would fetch into the build context.',
    range,
  );
}
