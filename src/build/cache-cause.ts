/** Why a step ran, or what changed although it didn't have to: this build's inputs against the last one's. */

import { type ContentEntries, differences } from './copy/content-entries.ts';
import type { CacheCause, StepId } from './events.ts';
import type { StepVariable } from './plan-step.ts';
import type { StepMemory } from './step-memory.ts';

/** A step that this one takes something from. */
export interface Upstream {
  readonly id: StepId;
  readonly label: string;
  /** Its result is not what it was in the last build, as far as that is known. */
  readonly ran: boolean;
}

/** The cause of a miss: what the author changed at this very step comes before what came down from above. */
export function causeOfMiss(
  before: StepMemory | undefined,
  now: StepMemory,
  upstream: readonly Upstream[],
): CacheCause {
  if (before === undefined) return { kind: 'first-time' };
  if (before.text !== now.text) {
    return { kind: 'instruction-changed', before: before.text, after: now.text };
  }
  const variable = changedVariable(before.variables, now.variables);
  if (variable !== undefined) return variable;
  if (before.rewriteTo !== now.rewriteTo) {
    return {
      kind: 'environment-changed',
      name: 'SOURCE_DATE_EPOCH',
      ...(before.rewriteTo === undefined ? {} : { before: String(before.rewriteTo) }),
      ...(now.rewriteTo === undefined ? {} : { after: String(now.rewriteTo) }),
    };
  }
  for (const [index, setting] of now.setting.entries()) {
    const old = before.setting[index];
    if (old !== undefined && old !== setting) {
      return { kind: 'instruction-changed', before: old, after: setting };
    }
  }
  if (before.files !== undefined && now.files !== undefined) {
    const { files, total } = differences(before.files, now.files);
    if (total > 0) return { kind: 'files-changed', files, total };
    if (isCut(before.files) || isCut(now.files)) {
      // The change is among those that were only counted: what was copied as a whole did change.
      const [whole] = now.files.entries;
      const isHere = before.parent === now.parent && !upstream.some(({ ran }) => ran);
      if (whole !== undefined && isHere) {
        return { kind: 'files-changed', files: [{ path: whole.path, what: 'content' }], total: 1 };
      }
    }
  }
  const [parent] = upstream;
  const changed =
    before.parent !== now.parent && parent !== undefined ? parent : upstream.find(({ ran }) => ran);
  if (changed !== undefined) return { kind: 'parent-changed', step: changed.id, label: changed.label };
  if (before.key === now.key) {
    return { kind: 'cache-lost', detail: 'its record is no longer in the cache' };
  }
  return { kind: 'first-time' };
}

function isCut({ entries, total }: ContentEntries): boolean {
  return total > entries.length;
}

/** The first variable that is not what it was. */
function changedVariable(
  before: readonly StepVariable[],
  now: readonly StepVariable[],
): CacheCause | undefined {
  const old = new Map(before.map((variable) => [variable.name, variable]));
  const fresh = new Map(now.map((variable) => [variable.name, variable]));
  for (const name of new Set([...fresh.keys(), ...old.keys()])) {
    const was = old.get(name);
    const is = fresh.get(name);
    if (was?.value === is?.value) continue;
    const isArgument = (is ?? was)?.isArgument ?? false;
    return {
      kind: isArgument ? 'build-arg-changed' : 'environment-changed',
      name,
      ...(was === undefined ? {} : { before: was.value }),
      ...(is === undefined ? {} : { after: is.value }),
    };
  }
  return undefined;
}

/** Files named in the sentences of a hit. */
const mostIgnored = 10;

/** A hit, with what changed and didn't matter. */
export function causeOfHit(before: StepMemory | undefined, now: StepMemory): CacheCause {
  if (before?.files === undefined || now.files === undefined) return { kind: 'hit' };
  const { timesOnly } = differences(before.files, now.files);
  if (timesOnly.length === 0) return { kind: 'hit' };
  const named = timesOnly.slice(0, mostIgnored).map((path) => `${path}: mtime only`);
  const more = timesOnly.length - named.length;
  return { kind: 'hit', ignored: more > 0 ? [...named, `${more} more: mtime only`] : named };
}
