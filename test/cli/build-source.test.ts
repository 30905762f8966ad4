import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BuildSource, loadSource } from '../../src/cli/build-source.ts';
import { nodeAt, walk } from '../../src/filesystem/lookup.ts';
import { endOfArchive, paddingOf } from '../../src/image/layer-writer.ts';
import { encodeHeader } from '../../src/image/tar-header.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function load(context: string, { file, input = '' }: { file?: string; input?: string | Uint8Array } = {}) {
  return loadSource({
    context,
    ...(file === undefined ? {} : { file }),
    readStandardInput: async () => (typeof input === 'string' ? bytes(input) : input),
  });
}

const paths = ({ context }: BuildSource) => [...walk(context.root)].map(({ path }) => path);

describe('the source of a build', () => {
  it('is a folder with its Dockerfile, without what .dockerignore leaves out', async () => {
    const folder = temporaryFolder({
      Dockerfile: 'FROM scratch\n',
      '.dockerignore': 'logs\n*.tmp\n',
      'src/a.ts': '1',
      'src/b.tmp': '2',
      'x.tmp': '3',
      'logs/today': '4',
    });
    const source = await load(folder);
    expect(source.dockerfile).toBe('FROM scratch\n');
    expect(paths(source)).toEqual(['/.dockerignore', '/Dockerfile', '/src', '/src/a.ts', '/src/b.tmp']);
    expect(source.ignore?.rules.length).toBe(2);
  });

  it('prefers the ignore file beside the Dockerfile that -f names', async () => {
    const folder = temporaryFolder({
      'ci/Dockerfile': 'FROM scratch\n',
      'ci/Dockerfile.dockerignore': 'b\n',
      '.dockerignore': 'a\n',
      a: '',
      b: '',
    });
    const source = await load(folder, { file: join(folder, 'ci/Dockerfile') });
    expect(paths(source)).toContain('/a');
    expect(paths(source)).not.toContain('/b');
  });

  it('takes the Dockerfile from standard input with -f -', async () => {
    const folder = temporaryFolder({ a: '' });
    const source = await load(folder, { file: '-', input: 'FROM alpine\n' });
    expect(source.dockerfile).toBe('FROM alpine\n');
    expect(paths(source)).toEqual(['/a']);
  });

  it('takes a Dockerfile alone from standard input, with an empty context', async () => {
    const source = await load('-', { input: 'FROM alpine\n' });
    expect(source.dockerfile).toBe('FROM alpine\n');
    expect(paths(source)).toEqual([]);
  });

  it('takes a tar from standard input, and all in it belongs to root', async () => {
    const header = { type: 'file' as const, uid: 1000, gid: 50, mtime: 0n, linkName: '', major: 0, minor: 0 };
    const file = (name: string, text: string) => [
      encodeHeader({ ...header, name, mode: 0o644, size: text.length }),
      bytes(text),
      paddingOf(text.length),
    ];
    const pieces = [
      ...file('Dockerfile', 'FROM x\n'),
      ...file('.dockerignore', 'b\n'),
      ...file('a', ''),
      ...file('b', ''),
      endOfArchive,
    ];
    const source = await load('-', { input: new Uint8Array(Buffer.concat(pieces)) });
    expect(source.dockerfile).toBe('FROM x\n');
    expect(paths(source)).toEqual(['/.dockerignore', '/Dockerfile', '/a']);
    expect(nodeAt(source.context, '/a')).toMatchObject({ uid: 0, gid: 0 });
  });

  it('says in Docker’s words what is missing', async () => {
    const folder = temporaryFolder();
    await expect(load(folder)).rejects.toThrow(
      'failed to build: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory',
    );
    await expect(load(join(folder, 'none'))).rejects.toThrow(`path "${join(folder, 'none')}" not found`);
    await expect(load('https://example.com/x.git')).rejects.toThrow('is a remote address');
  });
});
