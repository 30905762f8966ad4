import { describe, expect, it } from 'vitest';
import { sourceExcerpt } from '../../src/dockerfile/excerpt.ts';

const source = 'one\ntwo\nthree\nfour\nfive\nsix';
const rows = (first: number, last: number, text = source) =>
  sourceExcerpt(text, 'Dockerfile', [{ first, last }]).split('\n').slice(2, -2);

describe('an excerpt of the source', () => {
  it('names file and line, and marks the lines as BuildKit does', () => {
    expect(sourceExcerpt('FROM a\nRUNN b\n', 'Dockerfile', [{ first: 2, last: 2 }])).toBe(
      [
        'Dockerfile:2',
        '--------------------',
        '   1 |     FROM a',
        '   2 | >>> RUNN b',
        '   3 |     ',
        '--------------------',
        '',
      ].join('\n'),
    );
  });

  it('shows two lines on each side of one, and one of several', () => {
    expect(rows(3, 3).map((row) => row.trim().slice(0, 1))).toEqual(['1', '2', '3', '4', '5']);
    expect(rows(3, 4).map((row) => row.trim().slice(0, 1))).toEqual(['2', '3', '4', '5']);
  });

  it('shows more of one side where the other has none', () => {
    expect(rows(1, 1)).toHaveLength(3);
    expect(rows(2, 2)).toHaveLength(4);
    expect(rows(1, 2)).toHaveLength(3);
    expect(rows(6, 6)).toHaveLength(3);
  });

  it('marks what lies apart, and shows what is between', () => {
    const spans = [
      { first: 2, last: 2 },
      { first: 4, last: 4 },
    ];
    const marks = sourceExcerpt(source, 'f', spans).match(/>>> \w+/g);
    expect(marks).toEqual(['>>> two', '>>> four']);
    expect(sourceExcerpt(source, 'f', spans)).toMatch(/^f:2\n[\s\S]*three[\s\S]*five/);
  });

  it('is empty for lines that are not there, and ends with the source', () => {
    expect(sourceExcerpt(source, 'f', [{ first: 7, last: 7 }])).toBe('');
    expect(sourceExcerpt(source, 'f', [{ first: 0, last: 0 }])).toBe('');
    expect(rows(5, 99)).toHaveLength(3);
  });
});
