/** Which patterns sources come to, and what of a tree they choose. */
import { describe, expect, it } from 'vitest';
import { sentBy, sentPatterns } from '../../../src/build/copy/sent-paths.ts';
import { treeOf } from './files.ts';

const tree = treeOf({
  '/a.txt': 'a',
  '/src/main.js': 'm',
  '/src/lib/util.js': 'u',
  '/src/empty/': '755',
  '/link': '-> src/lib',
  '/far': '-> /link',
  '/round': '-> around',
  '/around': '-> round',
});

describe('the patterns of sources', () => {
  it.each([
    [
      ['src/main.js', '/a.txt'],
      ['a.txt', 'src/main.js'],
    ],
    [['src', 'src/main.js'], ['src']],
    [
      ['../a.txt', 'src/./lib/../*.js'],
      ['a.txt', 'src/*.js'],
    ],
    [['link/util.js'], ['link', 'src/lib/util.js']],
    [['far/*.js'], ['far', 'link', 'src/lib/*.js']],
    [['lin?'], ['lin?', 'src/lib']],
    [
      ['missing/x', '[a'],
      ['[a', 'missing/x'],
    ],
    // Only the first path through a link is followed.
    [
      ['link/z', 'link/util.js'],
      ['link', 'src/lib/util.js'],
    ],
    [['round/x'], ['around', 'round']],
  ])('%j are %j', (sources, patterns) => {
    expect(sentPatterns(tree, sources)).toEqual(patterns);
  });

  it.each([[['.']], [['a.txt', './']], [['src/..']], [['']]])('%j are everything', (sources) => {
    expect(sentPatterns(tree, sources)).toBeUndefined();
  });
});

describe('a directory is sent', () => {
  it.each([
    ['/src', ['src/*.md'], false],
    ['/src', ['src/*.js'], true],
    ['/src', ['src/lib/util.js'], true],
    ['/src/empty', ['src'], true],
    ['/src/empty', ['src/empty/*'], false],
    ['/src/lib', ['**/*.js'], true],
    ['/a.txt', ['a.txt/*.x'], false],
    ['/', ['nothing'], true],
  ] as const)('%s by %j: %s', (directory, patterns, answer) => {
    expect(sentBy(tree, patterns)(directory)).toBe(answer);
  });
});
