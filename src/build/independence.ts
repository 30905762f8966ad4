/**
 * Whether two steps of a stage may change places: whether each would do exactly what it did, had the other not been
 * there before it. Proved from what the steps really did (the files their layers hold, the names a RUN looked up), and
 * denied whenever something isn't known. docs/decisions/052-order-advice.md has the argument.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { diff } from '../filesystem/diff.ts';
import { parentPath } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Observed } from '../sandbox/observation.ts';
import type { Operation } from './operation.ts';

/** What a finished step did to the filesystem, and what its command looked at. */
export interface StepDeeds {
  readonly operation: Operation;
  /** Paths that were added, changed or deleted. */
  readonly writes: ReadonlySet<ByteString>;
  /** Of those, the ones that were not there before, or are not there after: they change their directory's listing. */
  readonly appears: ReadonlySet<ByteString>;
  /** Of a RUN; undefined where it isn't known. */
  readonly observed: Observed | undefined;
}

export function deedsOf(
  operation: Operation,
  before: Tree,
  after: Tree,
  observed: Observed | undefined,
): StepDeeds {
  const writes = new Set<ByteString>();
  const appears = new Set<ByteString>();
  for (const { kind, path } of diff(before, after)) {
    if (kind === 'parent') continue;
    writes.add(path);
    if (kind !== 'modified') appears.add(path);
  }
  return { operation, writes, appears, observed };
}

/** Why a step can't be taken out from under another one. */
export type Dependence =
  | { readonly kind: 'none' }
  /** Only because the command looked at these files of it. */
  | { readonly kind: 'reads'; readonly paths: readonly ByteString[] }
  | { readonly kind: 'bound' };

/** How `later` depends on `earlier`, which stands somewhere before it, and the other way round. */
export function dependence(earlier: StepDeeds, later: StepDeeds): Dependence {
  if (overlap(earlier.writes, later.writes)) return { kind: 'bound' };
  // Whose names and numbers `--chown` looks up.
  if (readsUsers(earlier.operation) && touchesUsers(later)) return { kind: 'bound' };
  if (readsUsers(later.operation) && touchesUsers(earlier)) return { kind: 'bound' };
  if (later.operation.kind !== 'run') return { kind: 'none' };
  const { observed } = later;
  if (observed === undefined) return { kind: 'bound' };
  const listed = new Set(observed.listed);
  for (const path of earlier.appears) if (listed.has(parentPath(path))) return { kind: 'bound' };
  const paths = observed.names.filter((name) => earlier.writes.has(name));
  return paths.length === 0 ? { kind: 'none' } : { kind: 'reads', paths: [...new Set(paths)] };
}

/** A path of the one is, or lies above, a path of the other. */
function overlap(one: ReadonlySet<ByteString>, other: ReadonlySet<ByteString>): boolean {
  return reaches(one, other) || reaches(other, one);
}

/** Some path of `paths`, or a directory above it, is in `in_`. */
function reaches(paths: ReadonlySet<ByteString>, in_: ReadonlySet<ByteString>): boolean {
  for (const path of paths) {
    for (let at = path; at !== '/'; at = parentPath(at)) if (in_.has(at)) return true;
  }
  return false;
}

function readsUsers(operation: Operation): boolean {
  return (
    (operation.kind === 'transfer' && operation.chown !== undefined) ||
    (operation.kind === 'workdir' && operation.user !== undefined)
  );
}

function touchesUsers({ writes }: StepDeeds): boolean {
  return ['/etc', '/etc/passwd', '/etc/group'].some((path) => writes.has(path));
}
