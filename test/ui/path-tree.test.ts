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

  it('asks for each path once, and makes each row once, however many there are', () => {
    const paths = Array.from({ length: 50_000 }, (_, at) => `d${at % 100}/e${at % 7}/f${at}`);
    let asked = 0;
    const pathOf = (path: string): string => {
      asked++;
      return path;
    };
    const opened = new Map<string, number>();
    const isOpen = (path: string): boolean => {
      opened.set(path, (opened.get(path) ?? 0) + 1);
      return true;
    };
    expect(treeRows(paths, pathOf, isOpen).length).toBe(50_000 + 100 + 700);
    expect(asked).toBe(50_000);
    expect([opened.size, Math.max(...opened.values())]).toEqual([800, 1]);
  });
});

describe('a virtual window', () => {
  it('covers what is on the screen and a little around it', () => {
    expect(virtualWindow(1000, 20, 2000, 400)).toEqual({ first: 88, end: 132 });
    expect(virtualWindow(5, 20, 0, 400)).toEqual({ first: 0, end: 5 });
    expect(virtualWindow(0, 20, 0, 400)).toEqual({ first: 0, end: 0 });
  });
});
