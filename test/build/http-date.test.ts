/** Which dates BuildKit reads in `Last-Modified`; case 32 of the recorded builds has them as it was answered. */
import { describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../src/build/http-date.ts';

const seconds = 1643771045;

describe('parseHttpDate', () => {
  it('reads the three forms of HTTP, in whatever time zone this machine is', () => {
    for (const text of [
      'Wed, 02 Feb 2022 03:04:05 GMT',
      'Wednesday, 02-Feb-22 03:04:05 GMT',
      'Wed Feb  2 03:04:05 2022',
      'wed, 02 feb 2022 03:04:05 GMT',
      'Mon, 02 Feb 2022 03:04:05 GMT',
    ]) {
      expect(parseHttpDate(text), text).toBe(seconds);
    }
  });

  it('takes two digits of a year from 69 on for the last century, as Go does', () => {
    expect(parseHttpDate('Wednesday, 31-Dec-69 23:59:50 GMT')).toBe(-10);
    expect(parseHttpDate('Wednesday, 02-Feb-68 03:04:05 GMT')).toBe(Date.UTC(2068, 1, 2, 3, 4, 5) / 1000);
  });

  it('reads nothing else, and no day that is not in the calendar', () => {
    for (const text of [
      '',
      '2022-02-02T03:04:05Z',
      'Wed, 02 Feb 2022 03:04:05 +0100',
      'Wed, 2 Feb 2022 03:04:05 GMT',
      'Wed, 02 Feb 2022 03:04:05 GMT and more',
      'Wed, 30 Feb 2022 03:04:05 GMT',
      'Wed, 02 Feb 2022 25:04:05 GMT',
      'Wed, 02 Feb 2022 03:04:60 GMT',
      'Xyz, 02 Feb 2022 03:04:05 GMT',
      'Wed, 02 Abc 2022 03:04:05 GMT',
    ]) {
      expect(parseHttpDate(text), text).toBeUndefined();
    }
  });
});
