import { describe, expect, it } from 'vitest';
import { toText } from '../../src/filesystem/byte-string.ts';
import { walk } from '../../src/filesystem/lookup.ts';
import { projectSource } from '../../src/worker/project-source.ts';
import type { ProjectEntry } from '../../src/worker/protocol.ts';

const entry = (path: string, text = ''): ProjectEntry => ({
  path,
  mode: path.endsWith('/') ? 0o750 : 0o644,
  modified: 1_700_000_000_000,
  content: new TextEncoder().encode(text),
});

const paths = (entries: readonly ProjectEntry[], dockerfile = 'Dockerfile'): readonly string[] =>
  [...walk(projectSource(entries, dockerfile).context.root)].map(({ path }) => toText(path)).sort();

describe('a project as a build takes it', () => {
  it('has the Dockerfile and all files when there is no ignore file', () => {
    const entries = [entry('Dockerfile', 'FROM scratch\n'), entry('a'), entry('lib/b')];
    expect(projectSource(entries, 'Dockerfile').dockerfile).toBe('FROM scratch\n');
    expect(paths(entries)).toEqual(expect.arrayContaining(['/Dockerfile', '/a', '/lib', '/lib/b']));
  });

  it('leaves out what .dockerignore says, and folders with all that is in them', () => {
    const entries = [
      entry('.dockerignore', '*.md\nlogs\n'),
      entry('a.md'),
      entry('logs/'),
      entry('logs/x'),
      entry('b'),
    ];
    const found = paths(entries);
    expect(found).toContain('/b');
    expect(found.filter((path) => /a\.md|logs/.test(path))).toEqual([]);
  });

  it('keeps an ignored folder, with its mode, for what an exception keeps in it', () => {
    const entries = [
      entry('.dockerignore', 'logs\n!logs/keep\n'),
      entry('logs/'),
      entry('logs/keep'),
      entry('logs/x'),
    ];
    const found = [...walk(projectSource(entries, 'Dockerfile').context.root)];
    expect(found.map(({ path }) => toText(path))).toEqual(expect.arrayContaining(['/logs', '/logs/keep']));
    expect(found.map(({ path }) => toText(path))).not.toContain('/logs/x');
    expect(found.find(({ path }) => path === '/logs')?.node.mode).toBe(0o750);
  });

  it("prefers the Dockerfile's own ignore file", () => {
    const entries = [
      entry('.dockerignore', 'a\n'),
      entry('Dockerfile.dockerignore', 'b\n'),
      entry('a'),
      entry('b'),
    ];
    expect(paths(entries)).toContain('/a');
    expect(paths(entries)).not.toContain('/b');
  });

  it('refuses an ignore file that is none, with its line', () => {
    expect(() => projectSource([entry('.dockerignore', 'ok\n[a\n')], 'Dockerfile')).toThrow(/syntax error/);
  });
});
