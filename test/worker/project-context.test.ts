import { describe, expect, it } from 'vitest';
import { nodeAt, walk } from '../../src/filesystem/lookup.ts';
import { largestProject } from '../../src/worker/limits.ts';
import { ProjectError, projectContext } from '../../src/worker/project-context.ts';
import type { ProjectEntry } from '../../src/worker/protocol.ts';

const entry = (path: string, text = '', mode = 0o644): ProjectEntry => ({
  path,
  mode,
  modified: 1_700_000_000_123,
  content: new TextEncoder().encode(text),
});

describe('a project as a build context', () => {
  it('has its files and folders, all owned by root', () => {
    const tree = projectContext([entry('src/run.sh', 'hi', 0o755), entry('empty/', '', 0o700)]);
    expect([...walk(tree.root)].map(({ path, node }) => [path, node.type, node.mode, node.uid])).toEqual([
      ['/empty', 'directory', 0o700, 0],
      ['/src', 'directory', 0o755, 0],
      ['/src/run.sh', 'file', 0o755, 0],
    ]);
    expect(nodeAt(tree, '/src/run.sh')?.mtime).toBe(1_700_000_000_123_000_000n);
  });

  it('keeps names that are not ASCII as UTF-8 bytes', () => {
    const tree = projectContext([entry('größe.txt')]);
    expect([...tree.root.entries.keys()]).toEqual(['gr\xc3\xb6\xc3\x9fe.txt']);
  });

  it.each(['', '/etc/passwd', '../secret', 'a/../../b', './a', 'a//b', 'a\0b', '/', 'x'.repeat(5000)])(
    'refuses the path %j',
    (path) => {
      expect(() => projectContext([entry(path)])).toThrow(ProjectError);
    },
  );

  it('refuses a file below a file, and names it', () => {
    expect(() => projectContext([entry('a'), entry('a/b')])).toThrow(/^a\/b lies below a file/);
  });

  it('refuses a project that is too large, and names its largest file', () => {
    const huge = { ...entry('movie.mp4'), content: { length: largestProject + 1 } as Uint8Array };
    expect(() => projectContext([entry('Dockerfile', 'FROM alpine'), huge])).toThrow(
      /at most 537 MB.*movie\.mp4 with 537 MB/,
    );
  });

  it('refuses more files than fit', () => {
    const many = Array.from({ length: 100_001 }, () => entry('a'));
    expect(() => projectContext(many)).toThrow(/100001 files.*node_modules/);
  });
});
