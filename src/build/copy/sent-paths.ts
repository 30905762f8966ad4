/**
 * What BuildKit's client sends of a context: only what the sources of COPY, ADD and mounts name, with the links on the
 * way (fsutil's `FollowLinks`), as patterns that paths are chosen by. A directory of which nothing is chosen is not
 * there for the build. Ours has all of the context; this says what the other would miss.
 */
import { hasWildcard, PathPattern, PathPatternError } from '../../dockerfile/path-pattern.ts';
import { type ByteString, fromText, toText } from '../../filesystem/byte-string.ts';
import { baseName, cleanPath, joinPath, nodeAt, parentPath, walk } from '../../filesystem/lookup.ts';
import type { Tree } from '../../filesystem/tree.ts';
import { compilePatterns } from './path-filter.ts';

/**
 * The patterns, sorted, that the sources come to; undefined: everything is sent. `sources`: of all steps that take
 * files from the context, variables filled in.
 */
export function sentPatterns(tree: Tree, sources: readonly string[]): readonly string[] | undefined {
  const resolved = new Set<ByteString>();
  const paths = sources.map((source) => cleanPath(fromText(source))).sort();
  if (paths.includes('/')) return undefined;
  for (const path of paths) resolveLinks(tree, path, resolved);
  const sorted = [...resolved].map((path) => toText(path.slice(1))).sort();
  if (sorted.includes('')) return undefined;
  return sorted.filter((path, at) => !sorted.slice(0, at).some((above) => path.startsWith(`${above}/`)));
}

/**
 * Adds a path, and where the links on its way lead. A link that was gone through before is not gone through again, so
 * that what another path names behind it is left out: BuildKit has it so.
 */
function resolveLinks(tree: Tree, source: ByteString, resolved: Set<ByteString>): void {
  // A list of our own, since links may lead on and on; each place is gone to once.
  const waiting = [source];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const names = path.split('/').slice(1);
    let at: ByteString = '/';
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      at = joinPath(at, name);
      const targets = linksAt(tree, at);
      if (targets.length === 0 && names.length > 0) continue;
      if (resolved.has(at)) break;
      resolved.add(at);
      for (const target of targets) waiting.push(cleanPath([target, ...names].join('/')));
      break;
    }
  }
}

/** Where the links lead that are at a path; its last name may have wildcards. */
function linksAt(tree: Tree, path: ByteString): readonly ByteString[] {
  const directory = parentPath(path);
  const target = (at: ByteString): readonly ByteString[] => {
    const node = nodeAt(tree, at);
    if (node?.type !== 'symlink') return [];
    return [node.target.startsWith('/') ? node.target : joinPath(directory, node.target)];
  };
  const name = baseName(path);
  if (!hasWildcard(name)) return target(path);
  const around = nodeAt(tree, directory);
  const pattern = patternOf(name);
  if (around?.type !== 'directory' || pattern === undefined) return [];
  return [...around.entries.keys()]
    .filter((each) => pattern.matches(toText(each)))
    .flatMap((each) => target(joinPath(directory, each)));
}

function patternOf(name: ByteString): PathPattern | undefined {
  try {
    return new PathPattern(toText(name));
  } catch (error) {
    if (error instanceof PathPatternError) return undefined;
    throw error;
  }
}

/**
 * Answers whether there is anything of a path for BuildKit: it is chosen itself, or something below it.
 * @throws {CopyError} for a pattern that is none.
 */
export function sentBy(tree: Tree, patterns: readonly string[]): (path: ByteString) => boolean {
  const chosen = compilePatterns(patterns, 'include');
  return (path) => {
    if (path === '/' || chosen.ignores(toText(path.slice(1)))) return true;
    const node = nodeAt(tree, path);
    if (node?.type !== 'directory') return false;
    for (const { path: below } of walk(node, path)) if (chosen.ignores(toText(below.slice(1)))) return true;
    return false;
  };
}
