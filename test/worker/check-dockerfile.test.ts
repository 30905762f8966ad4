import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BundledImages } from '../../src/registry/bundled.ts';
import { projectProblems } from '../../src/worker/check-dockerfile.ts';
import type { ProjectEntry } from '../../src/worker/protocol.ts';

const publicFolder = resolve(import.meta.dirname, '../../public');
const images = new BundledImages(async (path) => new Uint8Array(await readFile(join(publicFolder, path))));

const entry = (path: string, lines: readonly string[]): ProjectEntry => ({
  path,
  mode: 0o644,
  modified: 0,
  content: new TextEncoder().encode(`${lines.join('\n')}\n`),
});

const check = (...lines: readonly string[]) =>
  projectProblems([entry('Dockerfile', lines)], 'Dockerfile', images);

describe('the problems of a project', () => {
  it('are none for a Dockerfile that is well', async () => {
    expect(await check('FROM alpine', 'RUN adduser -D me', 'USER me', 'CMD ["true"]')).toEqual([]);
  });

  it('name the line of an error, in Docker’s words and ours', async () => {
    const [problem] = await check('FROM alpine', 'RUNN true');
    expect(problem).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('dockerfile parse error on line 2: unknown instruction: RUNN'),
      file: 'Dockerfile',
      range: { start: { line: 2, column: 1 } },
    });
    expect(problem?.explanation).not.toBe('');
  });

  it('have build checks among them, sorted by line', async () => {
    const problems = await check('FROM alpine as base', 'USER nobody', 'CMD true');
    expect(problems.map(({ code, range }) => [code, range?.start.line])).toEqual([
      ['FromAsCasing', 1],
      ['JSONArgsRecommended', 3],
    ]);
  });

  it('know the variables of a bundled base image', async () => {
    const codes = async (line: string) =>
      (await check('FROM node:14-alpine', 'USER node', line)).map(({ code }) => code);
    expect(await codes('LABEL version=$NODE_VERSION')).toEqual([]);
    expect(await codes('LABEL version=$NODE_VERSIN')).toEqual(['UndefinedVar']);
  });

  it('say that the Dockerfile is missing', async () => {
    expect(await projectProblems([], 'docker/Dockerfile', images)).toMatchObject([
      {
        code: 'dockerfile-missing',
        message: expect.stringContaining('open docker/Dockerfile: no such file'),
      },
    ]);
  });

  it('show a wrong ignore file at its place', async () => {
    const entries = [entry('Dockerfile', ['FROM scratch', 'USER 1']), entry('.dockerignore', ['!'])];
    const [problem] = await projectProblems(entries, 'Dockerfile', images);
    expect(problem).toMatchObject({
      severity: 'error',
      file: '.dockerignore',
      range: { start: { line: 1 } },
    });
  });
});
