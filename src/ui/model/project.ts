/**
 * The learner's project as a list of entries, and every way to change it: each a pure function from one list to
 * the next. Limits are checked here, before a byte is read, so that a huge file is refused at once.
 */
import type { ProjectEntry } from '../../worker/protocol.ts';

export type Project = readonly ProjectEntry[];

export const projectLimits = {
  /** Bytes of one file. */
  fileSize: 64 * 1000 * 1000,
  /** Bytes of all files together. */
  totalSize: 256 * 1000 * 1000,
  files: 20_000,
  /** UTF-16 units of a path. */
  pathLength: 1024,
} as const;

export type PathProblem =
  | 'empty'
  | 'dots'
  | 'too-long'
  | 'control-character'
  | 'taken'
  | 'inside-file'
  | 'inside-itself';

/** Bytes of all files together. */
export function projectSize(project: Project): number {
  return project.reduce((sum, entry) => sum + entry.content.length, 0);
}

export function isDirectory(entry: Pick<ProjectEntry, 'path'>): boolean {
  return entry.path.endsWith('/');
}

export function findEntry(project: Project, path: string): ProjectEntry | undefined {
  return project.find((entry) => entry.path === path);
}

/** ` ./src//app.sh ` → `src/app.sh`: one spelling for every path. */
export function cleanPath(typed: string): string {
  return typed
    .trim()
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** What is wrong with `path` (clean, without trailing slash) as a new entry; undefined when nothing is. */
export function pathProblem(project: Project, path: string): PathProblem | undefined {
  if (path === '') return 'empty';
  if (path.length > projectLimits.pathLength) return 'too-long';
  if (path.split('/').includes('..')) return 'dots';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\x00-\x1f\x7f]/.test(path)) return 'control-character';
  if (project.some((entry) => samePlace(entry.path, path) || entry.path.startsWith(`${path}/`)))
    return 'taken';
  if (project.some((entry) => !isDirectory(entry) && path.startsWith(`${entry.path}/`))) return 'inside-file';
  return undefined;
}

/** Adds entries; one that is at the same path is replaced. */
export function putEntries(project: Project, entries: readonly ProjectEntry[]): Project {
  const paths = new Map(entries.map((entry) => [entry.path, entry]));
  return sorted([...project.filter((entry) => !paths.has(entry.path)), ...paths.values()]);
}

/** Removes a file, or a directory (`src/`) with all below it. */
export function removePath(project: Project, path: string): Project {
  return project.filter(
    (entry) => entry.path !== path && !(path.endsWith('/') && entry.path.startsWith(path)),
  );
}

/** Moves a file or a directory (both with a trailing slash when it is one) with all below it. */
export function renamePath(project: Project, from: string, to: string): Project {
  const moved = project.map((entry) => {
    if (entry.path === from) return { ...entry, path: to };
    if (from.endsWith('/') && entry.path.startsWith(from)) {
      return { ...entry, path: to + entry.path.slice(from.length) };
    }
    return entry;
  });
  return sorted(moved);
}

export function setExecutable(project: Project, path: string, executable: boolean): Project {
  return project.map((entry) =>
    entry.path === path ? { ...entry, mode: executable ? entry.mode | 0o111 : entry.mode & ~0o111 } : entry,
  );
}

export function setContent(project: Project, path: string, content: Uint8Array, modified: number): Project {
  return project.map((entry) => (entry.path === path ? { ...entry, content, modified } : entry));
}

/** A file somebody chose or dropped, not read yet. */
export interface IncomingFile {
  /** Where it would go in the project. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface Admission<File extends IncomingFile> {
  readonly accepted: readonly File[];
  readonly refused: readonly {
    readonly file: File;
    readonly reason: 'file-size' | 'total-size' | 'files' | 'path';
  }[];
}

/** Which of these files fit. Sizes are known before reading, so refusing costs nothing. */
export function admitFiles<File extends IncomingFile>(
  project: Project,
  files: readonly File[],
): Admission<File> {
  const accepted: File[] = [];
  const refused: { file: File; reason: 'file-size' | 'total-size' | 'files' | 'path' }[] = [];
  const present = new Map(project.map((entry) => [entry.path, entry.content.length]));
  const plain = new Set(project.filter((entry) => !isDirectory(entry)).map((entry) => entry.path));
  const folders = new Set(project.flatMap((entry) => ancestors(entry.path)));
  let total = projectSize(project);
  let count = project.length;
  for (const file of files) {
    const replaced = present.get(file.path);
    const problem = pathProblem([], file.path);
    const blocked = folders.has(file.path) || ancestors(file.path).some((folder) => plain.has(folder));
    if (problem || blocked) refused.push({ file, reason: 'path' });
    else if (file.size > projectLimits.fileSize) refused.push({ file, reason: 'file-size' });
    else if (total - (replaced ?? 0) + file.size > projectLimits.totalSize) {
      refused.push({ file, reason: 'total-size' });
    } else if (replaced === undefined && count + 1 > projectLimits.files)
      refused.push({ file, reason: 'files' });
    else {
      accepted.push(file);
      total += file.size - (replaced ?? 0);
      if (replaced === undefined) count++;
    }
  }
  return { accepted, refused };
}

/** A browser doesn't tell permissions: what starts with `#!` is taken to be a program. */
export function guessMode(content: Uint8Array): number {
  return content[0] === 0x23 && content[1] === 0x21 ? 0o755 : 0o644;
}

/** The content as text, or undefined when it isn't UTF-8 text. */
export function asText(content: Uint8Array): string | undefined {
  if (content.subarray(0, 8192).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** `a/b/c` → `a`, `a/b`: the folders a path lies in. A folder's own path, `a/b/`, has itself among them. */
function ancestors(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function samePlace(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '');
}

function sorted(entries: readonly ProjectEntry[]): Project {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
