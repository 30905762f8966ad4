import { describe, expect, it } from 'vitest';
import { fileTree } from '../../src/ui/model/file-tree.ts';
import { headHeight, sizeMap } from '../../src/ui/model/size-map.ts';
import type { FilesystemEntry } from '../../src/worker/protocol.ts';

const file = (path: string, size: number): FilesystemEntry => ({
  path,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size,
  mtime: 0,
});

describe('a map of sizes', () => {
  const root = fileTree([
    file('/a/one', 300),
    file('/a/two', 100),
    file('/b', 400),
    ...Array.from({ length: 200 }, (_, at) => file(`/small-${at}`, 1)),
  ]);
  const areas = sizeMap(root, 400, 300);

  it('has an area for what is in a directory, and inside its directories for what is in those', () => {
    const named = areas.map(({ node, depth }) => [node?.path, depth]);
    expect(named).toContainEqual(['/a', 0]);
    expect(named).toContainEqual(['/a/one', 1]);
    expect(named).toContainEqual(['/b', 0]);
  });

  it('puts what is too small to be seen into one area', () => {
    const [rest] = areas.filter(({ node }) => node === undefined);
    const shown = areas.filter(({ node, depth }) => node?.name.startsWith('small') && depth === 0).length;
    expect(rest?.others).toBe(200 - shown);
    expect(areas.length).toBeLessThan(100);
  });

  it('keeps areas inside one another and apart from their neighbours', () => {
    const within = (inner: (typeof areas)[number], outer: (typeof areas)[number]): boolean =>
      inner.x >= outer.x &&
      inner.y >= outer.y + headHeight &&
      inner.x + inner.width <= outer.x + outer.width &&
      inner.y + inner.height <= outer.y + outer.height;
    const a = areas.find(({ node }) => node?.path === '/a');
    const inner = areas.filter(({ node }) => node?.path.startsWith('/a/'));
    expect(a && inner.every((area) => within(area, a))).toBe(true);
    const top = areas.filter(({ depth }) => depth === 0);
    for (const one of top) {
      for (const other of top) {
        if (one === other) continue;
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(apart).toBe(true);
      }
    }
  });

  it('is about as large as the bytes', () => {
    const b = areas.find(({ node }) => node?.path === '/b');
    expect(((b?.width ?? 0) * (b?.height ?? 0)) / (400 * 300)).toBeCloseTo(0.4, 1);
  });

  it('is empty where there is no byte or no room', () => {
    expect(sizeMap(fileTree([file('/empty', 0)]), 400, 300)).toEqual([]);
    expect(sizeMap(root, 0, 300)).toEqual([]);
  });
});
