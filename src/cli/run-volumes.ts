/** Files and folders of this machine for the containers that are started here (`-v`). */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { VolumeOption } from '../container/run-options.ts';
import { fromText } from '../filesystem/byte-string.ts';
import { emptyTree, type Tree, type TreeNode } from '../filesystem/tree.ts';
import { TreeBuilder } from '../filesystem/tree-builder.ts';
import { ContextError, type FolderPurpose, readContextFolder } from './context-folder.ts';
import type { RunVolume } from './run-option.ts';

export interface ReadVolumes {
  /** What was read, at its path of this machine. */
  readonly tree: Tree;
  readonly volumes: readonly VolumeOption[];
}

const purposeOf = (path: string): FolderPurpose => ({
  name: path,
  fewer: 'Name a folder with -v that holds only what the container needs.',
  leaveOut: 'name another folder with -v',
});

/**
 * What isn't there is left out: the container gets an empty folder, as with Docker.
 * @throws {ContextError} when a folder can't be read or is too large.
 */
export async function readVolumes(volumes: readonly RunVolume[], signal: AbortSignal): Promise<ReadVolumes> {
  const builder = new TreeBuilder(emptyTree);
  const read: VolumeOption[] = [];
  for (const { source, target, readOnly } of volumes) {
    const path = resolve(source);
    const node = await nodeAt(path, signal);
    if (node !== undefined && path !== '/') builder.put(fromText(path), node);
    read.push({ source: path, target, readOnly });
  }
  return { tree: builder.finish(), volumes: read };
}

async function nodeAt(path: string, signal: AbortSignal): Promise<TreeNode | undefined> {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isDirectory()) return (await readContextFolder(path, { signal, purpose: purposeOf(path) })).root;
  if (!stat.isFile()) {
    throw new ContextError(`${path} is neither a file nor a folder, so -v can't show it to a container.`);
  }
  const content = new Uint8Array(readFileSync(path));
  const mode = Number(stat.mode & 0o7777n);
  return { type: 'file', mode, uid: 0, gid: 0, mtime: stat.mtimeNs, links: 1, content };
}
