/** A map whose copies share what they have in common, against plain maps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedMap } from '../../src/dockerfile/shared-map.ts';

describe('SharedMap', () => {
  it('is as a map in which what is set moves to the end, and its copies go their own ways', () => {
    const name = fc.constantFrom(...'abcdefgh');
    const step = fc.record({ at: fc.nat(3), name, value: fc.nat(9), copies: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const maps = [{ shared: new SharedMap<number>(), plain: new Map<string, number>() }];
        for (const { at, name, value, copies } of steps) {
          const chosen = maps[at % maps.length];
          if (chosen === undefined) continue;
          const { shared, plain } = chosen;
          if (copies) maps.push({ shared: shared.copy(), plain: new Map(plain) });
          shared.set(name, value);
          plain.delete(name);
          plain.set(name, value);
        }
        for (const { shared, plain } of maps) {
          expect([...shared.keys()].map((each) => [each, shared.get(each)])).toEqual([...plain]);
          for (const each of 'abcdefghi') expect(shared.has(each)).toBe(plain.has(each));
        }
      }),
    );
  });
});
