/** What is proposed for a word that was mistyped, against the plain definition of the distance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Suggestions } from '../../src/dockerfile/checks/suggestions.ts';
import { suggest } from '../../src/dockerfile/go-text.ts';

/** Levenshtein's, by its definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restOfA, restOfB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distance(restOfA, restOfB);
  return 1 + Math.min(distance(restOfA, b), distance(a, restOfB), distance(restOfA, restOfB));
}

function nearest(word: string, options: readonly string[]): string | undefined {
  const near = options.filter((option) => distance(word, option) <= 2);
  if (options.includes(word)) return undefined;
  return near.sort((a, b) => distance(word, a) - distance(word, b))[0];
}

describe('suggest', () => {
  it('proposes the first of the nearest, two edits away at most', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (mistyped, options) => {
        expect(suggest(mistyped, options)).toBe(nearest(mistyped, options));
      }),
      { numRuns: 500 },
    );
  });

  it('is not asked any more once a million names were compared', () => {
    const suggestions = new Suggestions();
    let looked = 0;
    function* names(): Iterable<string> {
      for (let name = 0; name < 400_000; name++) {
        looked++;
        yield 'quite-another';
      }
      yield 'nearly';
    }
    expect(suggestions.for('neraly', names())).toBe('nearly');
    for (let word = 0; word < 10; word++) suggestions.for('neraly', names());
    expect(suggestions.for('neraly', ['nearly'])).toBeUndefined();
    expect(looked).toBe(1_200_000);
  });
});
