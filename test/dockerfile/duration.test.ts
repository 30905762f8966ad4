import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/dockerfile/duration.ts';

describe("Go's durations", () => {
  it.each([
    ['0', 0, '0s'],
    ['5s', 5e9, '5s'],
    ['1m', 60e9, '1m0s'],
    ['1h15m30.918s', 4530_918e6, '1h15m30.918s'],
    ['-1.5h', -5400e9, '-1h30m0s'],
    ['.5s', 5e8, '500ms'],
    ['1us', 1e3, '1µs'],
    ['1.5µs', 1500, '1.5µs'],
    ['12ns', 12, '12ns'],
  ])('%s is %d ns and prints as %s', (text, nanoseconds, printed) => {
    expect(parseDuration(text)).toEqual({ nanoseconds });
    expect(formatDuration(nanoseconds)).toBe(printed);
  });

  it.each([
    ['', 'time: invalid duration ""'],
    ['x', 'time: invalid duration "x"'],
    ['5', 'time: missing unit in duration "5"'],
    ['5d', 'time: unknown unit "d" in duration "5d"'],
    ['.s', 'time: invalid duration ".s"'],
  ])('%j: %s', (text, mistake) => {
    expect(parseDuration(text)).toEqual({ mistake });
  });

  it('read back as they were printed', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds))).toEqual({ nanoseconds });
      }),
    );
  });
});
