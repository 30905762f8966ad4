import { describe, expect, it } from 'vitest';
import {
  hasWildcard,
  PathPattern,
  PathPatternError,
  splitAtWildcard,
} from '../../src/dockerfile/path-pattern.ts';

/** Rows of the table in Go's path/filepath tests: pattern, name, does it match. */
const rows: readonly (readonly [string, string, boolean])[] = [
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'abc', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxe/xxx/f', false],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/fff', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[\\-x]', '-', true],
  ['[x\\-]', 'z', false],
  ['*x', 'xxx', true],
  ['arr[[]0].txt', 'arr[0].txt', true],
  ['[xy]1.log', 'y1.log', true],
];

describe("filepath.Match's wildcards", () => {
  it.each(rows)('%j against %j is %s', (pattern, name, matches) => {
    expect(new PathPattern(pattern).matches(name)).toBe(matches);
  });

  it.each(['[]a]', '[-]', '[x-]', '[-x]', '[a-b-c]', '[', '[^', '[^bc', 'a[', '\\', 'a\\'])(
    '%j is not well formed',
    (pattern) => {
      expect(() => new PathPattern(pattern)).toThrow(PathPatternError);
    },
  );

  it('knows a wildcard from an escaped one', () => {
    expect(hasWildcard('a\\*b')).toBe(false);
    expect(hasWildcard('a*b')).toBe(true);
    expect(splitAtWildcard('conf/*.d/x')).toEqual({ directory: 'conf', pattern: '*.d/x' });
    expect(splitAtWildcard('conf/x')).toEqual({ directory: 'conf/x', pattern: '' });
  });

  it('takes time in proportion, whatever the pattern', () => {
    const pattern = new PathPattern(`${'a*'.repeat(200)}b`);
    const started = performance.now();
    expect(pattern.matches('a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
