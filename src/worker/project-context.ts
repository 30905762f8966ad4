/** A learner's project as a build context: checked, and put into a tree as BuildKit's context upload does. */
import { fromText } from '../filesystem/byte-string.ts';
import type { Tree } from '../filesystem/tree.ts';
import { emptyTree } from '../filesystem/tree.ts';
import { NotADirectoryError, TreeBuilder } from '../filesystem/tree-builder.ts';
import { largestProject, longestPath, mostProjectEntries } from './limits.ts';
import type { ProjectEntry } from './protocol.ts';

/** The project can't be a build context; `message` says which path and what to do. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
}

/**
 * The context as a tree: everything belongs to 0:0, directories nobody described are 0755.
 * @throws {ProjectError} when a path is not one, or the project is too large.
 */
export function projectContext(entries: readonly ProjectEntry[]): Tree {
  checkProject(entries);
  const builder = new TreeBuilder(emptyTree);
  for (const { path, mode, modified, content } of entries) {
    const isDirectory = path.endsWith('/');
    const place = `/${fromText(isDirectory ? path.slice(0, -1) : path)}`;
    const attributes = {
      mode: mode & 0o7777,
      uid: 0,
      gid: 0,
      mtime: BigInt(Math.round(modified)) * 1_000_000n,
    };
    try {
      if (isDirectory) builder.putDirectory(place, attributes);
      else builder.put(place, { type: 'file', ...attributes, content, links: 1 });
    } catch (error) {
      if (!(error instanceof NotADirectoryError)) throw error;
      throw new ProjectError(
        `${path} lies below a file of the same project. Rename one of the two, and build again.`,
      );
    }
  }
  return builder.finish();
}

/** @throws {ProjectError} when it is too large, or a path is not relative and clean. */
export function checkProject(entries: readonly ProjectEntry[]): void {
  if (entries.length > mostProjectEntries) {
    throw new ProjectError(
      `The project has ${entries.length} files; at most ${mostProjectEntries} fit into this page. ` +
        'Remove folders that the build makes itself, such as node_modules.',
    );
  }
  const size = entries.reduce((sum, { content }) => sum + content.length, 0);
  if (size > largestProject) {
    const [largest] = [...entries].sort((a, b) => b.content.length - a.content.length);
    throw new ProjectError(
      `The project has ${megabytes(size)} MB; at most ${megabytes(largestProject)} MB fit into this page. ` +
        `The largest file is ${largest?.path} with ${megabytes(largest?.content.length ?? 0)} MB: ` +
        'remove it, or fetch it in the build.',
    );
  }
  for (const { path } of entries) checkPath(path);
}

function checkPath(path: string): void {
  const names = (path.endsWith('/') ? path.slice(0, -1) : path).split('/');
  const clean = names.every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0'));
  if (clean && path.length <= longestPath) return;
  const shown = path.length > 100 ? `${path.slice(0, 100)}…` : path;
  throw new ProjectError(
    `"${shown}" is no path of a project file. Paths are relative to the project, without . and .. in them, ` +
      `and at most ${longestPath} bytes long. Rename the file.`,
  );
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);
