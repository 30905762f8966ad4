/** What is mounted into a container: files of the project (`-v`), and an anonymous volume for each VOLUME. */
import { fromText } from '../filesystem/byte-string.ts';
import { cleanPath, lookup } from '../filesystem/lookup.ts';
import { type DirectoryNode, emptyTree, type FileNode, type Tree } from '../filesystem/tree.ts';
import type { RunMount } from '../sandbox/run-request.ts';
import { refused } from './refusal.ts';
import type { VolumeOption } from './run-options.ts';

/** A mount as `docker inspect` lists it. */
export interface ContainerMount {
  readonly kind: 'project' | 'volume';
  /** Path in the project; empty for a volume. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface PlannedMount {
  readonly shown: ContainerMount;
  readonly mount: RunMount;
}

/**
 * Mounts in the order in which they are made: the shorter path first. A volume begins with what the image has at its
 * place.
 * @throws {ContainerRefusal} when a path can't be mounted.
 */
export function containerMounts(
  root: Tree,
  volumes: readonly string[],
  options: readonly VolumeOption[],
  project: Tree,
): readonly PlannedMount[] {
  const planned = new Map<string, PlannedMount>();
  for (const path of volumes) {
    const target = cleanPath(fromText(path));
    planned.set(target, {
      shown: { kind: 'volume', source: '', target: path, readOnly: false },
      mount: { target, content: directoryAt(root, target), readOnly: false },
    });
  }
  for (const { source, target: path, readOnly } of options) {
    if (!path.startsWith('/')) {
      throw refused(
        `invalid volume specification: '${source}:${path}': invalid mount config for type "bind": invalid mount path: '${path}' mount path must be absolute`,
      );
    }
    const target = cleanPath(fromText(path));
    if (target === '/') {
      throw refused(
        `invalid volume specification: '${source}:/': invalid mount config for type "bind": invalid specification: destination can't be '/'`,
      );
    }
    planned.set(target, {
      shown: { kind: 'project', source, target: path, readOnly },
      mount: { target, content: projectNode(project, source), readOnly },
    });
  }
  return [...planned.values()].sort((a, b) => a.mount.target.length - b.mount.target.length);
}

function directoryAt(root: Tree, path: string): DirectoryNode {
  const found = lookup(root, path);
  return found.outcome === 'found' && found.node.type === 'directory' ? found.node : emptyTree.root;
}

/** What is not in the project is made as an empty folder, as Docker does on a host. */
function projectNode(project: Tree, source: string): DirectoryNode | FileNode {
  const found = lookup(project, cleanPath(fromText(`/${source}`)));
  if (found.outcome !== 'found') return emptyTree.root;
  const { node } = found;
  if (node.type === 'directory' || node.type === 'file') return node;
  throw refused(`invalid mount config for type "bind": bind source path does not exist: ${source}`);
}
