import { describe, expect, it } from 'vitest';
import { briefCause, causeSentence } from '../../src/ui/model/why.ts';
import {
  formatBytes,
  formatDuration,
  formatMode,
  formatTime,
  shortDigest,
} from '../../src/ui/text/format.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('figures', () => {
  it('are sizes in decimal units', () => {
    expect(
      [0, 999, 1000, 1234, 9960, 45_600, 999_600, 12_345_678].map((bytes) => plain(formatBytes(bytes))),
    ).toEqual(['0 B', '999 B', '1.0 kB', '1.2 kB', '10 kB', '46 kB', '1.0 MB', '12 MB']);
  });

  it('are durations in the unit that fits', () => {
    expect([0, 0.01, 0.44, 3, 12.4, 1234, 59_400, 125_000].map((ms) => plain(formatDuration(ms)))).toEqual([
      '0 ms',
      '< 0.1 ms',
      '0.4 ms',
      '3 ms',
      '12 ms',
      '1.2 s',
      '59 s',
      '2 min 5 s',
    ]);
  });

  it('are modes as ls prints them', () => {
    expect(formatMode(0o755, 'directory')).toBe('drwxr-xr-x');
    expect(formatMode(0o4755, 'file')).toBe('-rwsr-xr-x');
    expect(formatMode(0o1777, 'directory')).toBe('drwxrwxrwt');
    expect(formatMode(0o2644, 'file')).toBe('-rw-r-Sr--');
  });

  it('are digests and times in short', () => {
    expect(shortDigest(`sha256:0123456789abcdef${'0'.repeat(48)}`)).toBe('0123456789ab');
    expect(formatTime(1_700_000_000)).toBe('2023-11-14 22:13');
  });
});

describe('the reason of a step', () => {
  it('names the files that changed', () => {
    const cause = {
      kind: 'files-changed',
      files: [
        { path: 'package.json', what: 'content' },
        { path: 'server.js', what: 'added' },
      ],
      total: 12,
    } as const;
    expect(causeSentence(cause)).toBe(
      'Ran because 12 files it reads changed: package.json (content), server.js (new) and 10 more.',
    );
    expect(briefCause(cause)).toBe('package.json + 11 changed');
  });

  it('says what a build arg was and is', () => {
    expect(causeSentence({ kind: 'build-arg-changed', name: 'V', after: '2' })).toBe(
      'Ran because the build arg V changed, from unset to “2”.',
    );
  });
});
