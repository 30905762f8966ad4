import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendOutput,
  emptyLog,
  type Log,
  largestLog,
  logLength,
  logSlice,
  logText,
  longestLine,
} from '../../src/ui/model/log.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const logOf = (...parts: readonly string[]): Log =>
  parts.reduce((log, part) => appendOutput(log, 'stdout', bytes(part)), emptyLog);

describe('a log', () => {
  it('breaks output into lines and shows an unfinished one', () => {
    const log = logOf('one\ntw', 'o\nthree');
    expect(logText(log)).toBe('one\ntwo\nthree');
    expect(log.count).toBe(2);
    expect(logLength(log)).toBe(3);
  });

  it('is the same however the bytes were cut', () => {
    const text = 'grün ⚓ 🚢\n\x1b[31mrot\x1b[0m\nfin';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 20, maxLength: 60 }), (cuts) => {
        const whole = bytes(text);
        let log = emptyLog;
        let at = 0;
        for (const cut of [...cuts, whole.length]) {
          log = appendOutput(log, 'stdout', whole.subarray(at, at + cut));
          at += cut;
        }
        expect(logText(log)).toBe('grün ⚓ 🚢\nrot\nfin');
      }),
    );
  });

  it('keeps the two streams apart and tells which line is whose', () => {
    let log = appendOutput(emptyLog, 'stdout', bytes('out'));
    log = appendOutput(log, 'stderr', bytes('err\n'));
    log = appendOutput(log, 'stdout', bytes('put\n'));
    expect(logSlice(log, 0, 2).map((line) => [line.stream, line.spans[0]?.text])).toEqual([
      ['stderr', 'err'],
      ['stdout', 'output'],
    ]);
  });

  it('carries a colour from one line to the next', () => {
    const log = logOf('\x1b[32mgreen\nstill\x1b[0m not');
    expect(logSlice(log, 1, 2)[0]?.spans).toEqual([
      { text: 'still', style: { foreground: 2 } },
      { text: ' not', style: {} },
    ]);
  });

  it('lets the earliest lines go when there are too many, and counts them', () => {
    const log = logOf('x\n'.repeat(largestLog + 700));
    expect(log.count).toBeLessThanOrEqual(largestLog);
    expect(log.count + log.dropped).toBe(largestLog + 700);
  });

  it('breaks a line that never ends', () => {
    const log = logOf('y'.repeat(longestLine * 3 + 5));
    expect(log.count).toBe(3);
  });
});
