import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../src/ui/file-changes/text-diff.ts';

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}\n`).join('');

describe('lines of two versions', () => {
  it('are told with their numbers in both', () => {
    expect(compareTexts('a\nb\nc\n', 'a\nB\nc\nd')).toEqual([
      { kind: 'same', text: 'a', before: 1, after: 1 },
      { kind: 'removed', text: 'b', before: 2 },
      { kind: 'added', text: 'B', after: 2 },
      { kind: 'same', text: 'c', before: 3, after: 3 },
      { kind: 'added', text: 'd', after: 4 },
    ]);
  });

  it('become a gap where many are the same', () => {
    const rows = compareTexts(numbered(1, 40), `${numbered(1, 19)}other\n${numbered(21, 40)}`) ?? [];
    expect(rows.map((row) => (row.kind === 'gap' ? `⋯ ${row.lines}` : row.kind))).toEqual([
      '⋯ 16',
      'same',
      'same',
      'same',
      'removed',
      'added',
      'same',
      'same',
      'same',
      '⋯ 17',
    ]);
  });

  it('are not compared where they have too little in common', () => {
    const text = (name: string) => Array.from({ length: 9000 }, (_, at) => `${name} ${at}\n`).join('');
    expect(compareTexts(text('a'), text('b'))).toBeUndefined();
  });
});
