import { describe, expect, it } from 'vitest';
import { treeRows } from '../../src/ui/model/path-tree.ts';
import { virtualWindow } from '../../src/ui/model/virtual-window.ts';

const rows = (paths: readonly string[], closed: readonly string[] = []) =>
  treeRows(
    paths,
    (path) => path,
    (path) => !closed.includes(path),
  ).map((row) => `${'  '.repeat(row.depth)}${row.name}${row.directory ? '/' : ''}`);

describe('a tree of paths', () => {
  it('puts directories first and invents those that no path names', () => {
    expect(rows(['z', 'b/c/d', 'b/a', 'a/'])).toEqual(['a/', 'b/', '  c/', '    d', '  a', 'z']);
  });

  it('hides what is below a closed directory', () => {
    expect(rows(['b/c/d', 'b/a'], ['b/c/'])).toEqual(['b/', '  c/', '  a']);
  });

  it('takes 50,000 paths in under a second', () => {
    const paths = Array.from({ length: 50_000 }, (_, at) => `d${at % 100}/e${at % 7}/f${at}`);
    const start = performance.now();
    expect(
      treeRows(
        paths,
        (path) => path,
        () => true,
      ).length,
    ).toBe(50_000 + 100 + 700);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a virtual window', () => {
  it('covers what is on the screen and a little around it', () => {
    expect(virtualWindow(1000, 20, 2000, 400)).toEqual({ first: 88, end: 132 });
    expect(virtualWindow(5, 20, 0, 400)).toEqual({ first: 0, end: 5 });
    expect(virtualWindow(0, 20, 0, 400)).toEqual({ first: 0, end: 0 });
  });
});
