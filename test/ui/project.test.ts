import { describe, expect, it } from 'vitest';
import {
  admitFiles,
  asText,
  cleanPath,
  guessMode,
  type Project,
  pathProblem,
  projectLimits,
  putEntries,
  removePath,
  renamePath,
  setExecutable,
} from '../../src/ui/model/project.ts';

const file = (path: string, text = '') => ({
  path,
  mode: 0o644,
  modified: 0,
  content: new TextEncoder().encode(text),
});
const project: Project = [
  file('Dockerfile'),
  file('src/a.sh'),
  file('src/b/c.sh'),
  { ...file('empty/'), mode: 0o755 },
];
const paths = (entries: Project): string[] => entries.map((entry) => entry.path);

describe('a project', () => {
  it('adds and replaces entries, sorted', () => {
    const next = putEntries(project, [file('Dockerfile', 'FROM scratch'), file('b')]);
    expect(paths(next)).toEqual(['Dockerfile', 'b', 'empty/', 'src/a.sh', 'src/b/c.sh']);
    expect(next[0]?.content.length).toBe(12);
  });

  it('deletes a folder with all in it', () => {
    expect(paths(removePath(project, 'src/'))).toEqual(['Dockerfile', 'empty/']);
  });

  it('renames a folder with all in it', () => {
    expect(paths(renamePath(project, 'src/', 'lib/'))).toEqual([
      'Dockerfile',
      'empty/',
      'lib/a.sh',
      'lib/b/c.sh',
    ]);
  });

  it('toggles the executable bits of one file', () => {
    const on = setExecutable(project, 'src/a.sh', true);
    expect(on.find((entry) => entry.path === 'src/a.sh')?.mode).toBe(0o755);
    expect(setExecutable(on, 'src/a.sh', false)).toEqual(project);
  });

  it('says what is wrong with a path', () => {
    expect(pathProblem(project, cleanPath(' ./x//y '))).toBeUndefined();
    expect(pathProblem(project, cleanPath('  '))).toBe('empty');
    expect(pathProblem(project, cleanPath('../x'))).toBe('dots');
    expect(pathProblem(project, 'src')).toBe('taken');
    expect(pathProblem(project, 'empty')).toBe('taken');
    expect(pathProblem(project, 'Dockerfile/x')).toBe('inside-file');
    expect(pathProblem(project, 'a\nb')).toBe('control-character');
    expect(pathProblem(project, 'x'.repeat(2000))).toBe('too-long');
  });
});

describe('incoming files', () => {
  it('are refused by size before anything is read', () => {
    const big = { path: 'big.iso', size: 200_000_000 };
    const small = { path: 'small', size: 10 };
    expect(admitFiles(project, [big, small])).toEqual({
      accepted: [small],
      refused: [{ file: big, reason: 'file-size' }],
    });
  });

  it('are refused when all together get too large', () => {
    const files = Array.from({ length: 6 }, (_, at) => ({ path: `f${at}`, size: projectLimits.fileSize }));
    const { accepted, refused } = admitFiles([], files);
    expect(accepted.length).toBe(4);
    expect(refused.map(({ reason }) => reason)).toEqual(['total-size', 'total-size']);
  });

  it('are refused when their path leads outside or through a file', () => {
    const { refused } = admitFiles(project, [
      { path: '../x', size: 1 },
      { path: 'Dockerfile/x', size: 1 },
      { path: 'src', size: 1 },
    ]);
    expect(refused.map(({ reason }) => reason)).toEqual(['path', 'path', 'path']);
  });
});

describe('content', () => {
  it('with #! is taken to be a program', () => {
    expect(guessMode(file('x', '#!/bin/sh\n').content)).toBe(0o755);
    expect(guessMode(file('x', 'hello').content)).toBe(0o644);
  });

  it('is text only when it is UTF-8 without NUL', () => {
    expect(asText(file('x', 'grün').content)).toBe('grün');
    expect(asText(new Uint8Array([0xff, 0xfe]))).toBeUndefined();
    expect(asText(new Uint8Array([65, 0, 66]))).toBeUndefined();
  });
});
