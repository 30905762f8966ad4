/** A project as a build takes it: the Dockerfile's text, the ignore file, and the context without what it leaves out. */
import { type IgnoreMatcher, parseIgnoreFile } from '../dockerfile/ignore.ts';
import type { Tree } from '../filesystem/tree.ts';
import { projectContext } from './project-context.ts';
import type { ProjectEntry } from './protocol.ts';

export interface ProjectSource {
  /** Absent: the project has no such file. */
  readonly dockerfile: string | undefined;
  readonly ignore: IgnoreMatcher | undefined;
  readonly context: Tree;
}

/**
 * @throws {DockerfileError} for an ignore file that is none; `ignorePath` says which.
 * @throws {ProjectError} when the project can't be a build context.
 */
export function projectSource(entries: readonly ProjectEntry[], dockerfile: string): ProjectSource {
  const ignoreText = projectText(entries, ignorePath(entries, dockerfile));
  const ignore = ignoreText === undefined ? undefined : parseIgnoreFile(ignoreText);
  return {
    dockerfile: projectText(entries, dockerfile),
    ignore,
    context: projectContext(ignore === undefined ? entries : keptEntries(entries, ignore)),
  };
}

/** The Dockerfile's own ignore file (`Dockerfile.dockerignore`) where there is one, else the project's. */
export function ignorePath(entries: readonly ProjectEntry[], dockerfile: string): string {
  const own = `${dockerfile}.dockerignore`;
  return entries.some(({ path }) => path === own) ? own : '.dockerignore';
}

/** A file of the project as text. */
export function projectText(entries: readonly ProjectEntry[], path: string): string | undefined {
  const entry = entries.find((each) => each.path === path);
  return entry && new TextDecoder().decode(entry.content);
}

/** An ignored folder stays when something below it is kept by an exception. */
function keptEntries(entries: readonly ProjectEntry[], ignore: IgnoreMatcher): readonly ProjectEntry[] {
  const kept = new Set<ProjectEntry>();
  const folders = new Set<string>();
  for (const entry of entries) {
    const isFolder = entry.path.endsWith('/');
    if (ignore.ignores(isFolder ? entry.path.slice(0, -1) : entry.path)) continue;
    kept.add(entry);
    const names = entry.path.split('/');
    for (let depth = 1; depth < names.length; depth++) folders.add(`${names.slice(0, depth).join('/')}/`);
  }
  return entries.filter((entry) => kept.has(entry) || folders.has(entry.path));
}
