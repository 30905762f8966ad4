/** Two sides of a comparison beside one another: steps matched, configs told apart. Pure. */
import type { ComparedStep } from './compared-side.ts';
import { type DocumentField, readDocument } from './image-config.ts';

/** A row of the steps: what both have, or what one has instead of, or beside, the other. */
export interface StepPair {
  readonly first?: ComparedStep;
  readonly second?: ComparedStep;
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
}

/** More steps than these on a side are matched by their place. */
const mostMatched = 1500;

/**
 * The steps of both in one list, in order. The same text in the same stage is the same step; of what is left between
 * two such, steps of the same instruction are one that was changed.
 */
export function pairSteps(
  first: readonly ComparedStep[],
  second: readonly ComparedStep[],
): readonly StepPair[] {
  const pairs: StepPair[] = [];
  let a = 0;
  let b = 0;
  for (const [nextA, nextB] of [...matches(first, second), [first.length, second.length] as const]) {
    pairs.push(...between(first.slice(a, nextA), second.slice(b, nextB)));
    const [same, other] = [first[nextA], second[nextB]];
    if (same && other) pairs.push({ first: same, second: other, kind: 'same' });
    a = nextA + 1;
    b = nextB + 1;
  }
  return pairs;
}

/** Positions of a longest common subsequence. */
function matches(
  first: readonly ComparedStep[],
  second: readonly ComparedStep[],
): readonly (readonly [number, number])[] {
  if (first.length > mostMatched || second.length > mostMatched) {
    return first.flatMap((step, at) => (second[at] && sameStep(step, second[at]) ? [[at, at] as const] : []));
  }
  const width = second.length + 1;
  const lengths = new Uint16Array((first.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = first.length - 1; i >= 0; i--) {
    for (let j = second.length - 1; j >= 0; j--) {
      lengths[i * width + j] = sameStep(first[i], second[j])
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    if (sameStep(first[i], second[j])) found.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}

function sameStep(a: ComparedStep | undefined, b: ComparedStep | undefined): boolean {
  return a !== undefined && b !== undefined && a.text === b.text && a.stage === b.stage;
}

function between(removed: readonly ComparedStep[], added: readonly ComparedStep[]): StepPair[] {
  const pairs: StepPair[] = [];
  let next = 0;
  for (const first of removed) {
    const at = added.findIndex((step, index) => index >= next && keyword(step) === keyword(first));
    if (at < 0) {
      pairs.push({ first, kind: 'removed' });
      continue;
    }
    pairs.push(...added.slice(next, at).map((second): StepPair => ({ second, kind: 'added' })));
    const second = added[at];
    if (second) pairs.push({ first, second, kind: first.text === second.text ? 'same' : 'changed' });
    next = at + 1;
  }
  return [...pairs, ...added.slice(next).map((second): StepPair => ({ second, kind: 'added' }))];
}

function keyword({ text }: ComparedStep): string {
  return (text.split(/\s/)[0] ?? '').toUpperCase();
}

/** A field of the image config that differs. */
export interface ConfigDifference {
  /** `Env` */
  readonly key: string;
  /** What only one has; of a field with one value, that value. */
  readonly first: readonly string[];
  readonly second: readonly string[];
}

export function configDifferences(first: string, second: string): readonly ConfigDifference[] {
  const a = fieldsOf(first);
  const b = fieldsOf(second);
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const mine = a.get(key) ?? [];
    const theirs = b.get(key) ?? [];
    const left = mine.filter((value) => !theirs.includes(value));
    const right = theirs.filter((value) => !mine.includes(value));
    return left.length + right.length === 0 ? [] : [{ key, first: left, second: right }];
  });
}

/** What the image runs with, and for which platform; how it came to be is compared as steps and layers. */
function fieldsOf(config: string): ReadonlyMap<string, readonly string[]> {
  const fields = readDocument(config) ?? [];
  const value = (key: string) => fields.find((field) => field.key === key)?.values[0];
  const platform = ['os', 'architecture', 'variant'].flatMap((key) => value(key) ?? []).join('/');
  const inner = fields.find(({ key }) => key === 'config')?.fields ?? [];
  return new Map([...(platform === '' ? [] : [['Platform', [platform]] as const]), ...inner.flatMap(leaves)]);
}

/** A field that has fields is named by both: `Healthcheck.Test`. */
function leaves({ key, values, fields }: DocumentField): (readonly [string, readonly string[]])[] {
  if (fields.length === 0) return [[key, values]];
  return fields.flatMap(leaves).map(([name, lines]) => [`${key}.${name}`, lines] as const);
}
