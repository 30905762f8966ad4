/**
 * Which step of the last build a step of this one is: the same text where there is one, in order, and between
 * those the next step of the same keyword, which then is the one that was edited.
 */

/** Above this many comparisons steps are compared place by place. */
const maximumComparisons = 1_000_000;

/** For each new step the index of the old one, or undefined. Steps are written `KEYWORD/…`. */
export function alignSteps(before: readonly string[], after: readonly string[]): (number | undefined)[] {
  const pairs =
    before.length * after.length > maximumComparisons
      ? after.map((text, index) => (before[index] === text ? index : undefined))
      : longestCommon(before, after);
  const same = pairs.filter((pair) => pair !== undefined).length;
  // Hardly anything in common: another Dockerfile of the same name, of which nothing was edited.
  if (same * 3 < Math.max(before.length, after.length)) return pairs;
  let from = 0;
  for (let index = 0; index < after.length; index++) {
    const known = pairs[index];
    if (known !== undefined) {
      from = known + 1;
      continue;
    }
    const next = pairs.slice(index + 1).find((pair) => pair !== undefined) ?? before.length;
    const keyword = keywordOf(after[index]);
    const edited = before.slice(from, next).findIndex((text) => keywordOf(text) === keyword);
    if (edited < 0) continue;
    pairs[index] = from + edited;
    from += edited + 1;
  }
  return pairs;
}

function keywordOf(step: string | undefined): string {
  return step?.slice(0, step.indexOf('/')) ?? '';
}

/** A longest common subsequence, as pairs. */
function longestCommon(before: readonly string[], after: readonly string[]): (number | undefined)[] {
  const width = before.length + 1;
  const lengths = new Uint16Array(width * (after.length + 1));
  const at = (a: number, b: number): number => lengths[a * width + b] ?? 0;
  for (let a = after.length - 1; a >= 0; a--) {
    for (let b = before.length - 1; b >= 0; b--) {
      lengths[a * width + b] =
        after[a] === before[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
    }
  }
  const pairs: (number | undefined)[] = [];
  let b = 0;
  for (let a = 0; a < after.length; a++) {
    while (b < before.length && after[a] !== before[b] && at(a, b + 1) >= at(a + 1, b)) b++;
    if (b < before.length && after[a] === before[b]) pairs.push(b++);
    else pairs.push(undefined);
  }
  return pairs;
}
