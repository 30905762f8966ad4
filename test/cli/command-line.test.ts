// Whole calls of the command line, in this process, with the files and the sandbox that come with it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../conformance/run-cli.ts';
import { temporaryFolder } from './temporary-folder.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A project and a cache of its own; answers what builds it. */
function project(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(files);
  const cache = join(temporaryFolder(), 'cache');
  return {
    folder,
    build: (...args: string[]) => runCli(['build', '--cache-dir', cache, ...args, folder]),
  };
}

describe('dry-dock build', () => {
  it('builds what needs no command without starting the sandbox, and writes a folder', async () => {
    const { folder, build } = project({ Dockerfile: 'FROM scratch\nCOPY a /deep/b\n', a: 'content' });
    const dest = join(folder, 'out');
    const { exitCode, standardError } = await build('-o', dest);
    expect(standardError).toMatch(/^#\d+ \[1\/1\] COPY a \/deep\/b$/m);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(dest, 'deep/b'), 'utf8')).toBe('content');
  });

  it('runs commands in a bundled base image', async () => {
    const { folder, build } = project({
      Dockerfile: 'FROM alpine\nARG WHO\nRUN echo "hello $WHO" | tr a-z A-Z > /x && cat /x\n',
    });
    const dest = join(folder, 'x.tar');
    const { exitCode, standardError } = await build('--build-arg', 'WHO=you', '-o', `type=tar,dest=${dest}`);
    expect(standardError).toMatch(/^#\d+ \d+\.\d+ HELLO YOU$/m);
    expect(exitCode).toBe(0);
    expect(readFileSync(dest, 'latin1')).toContain('HELLO YOU\n');
  });

  it('takes everything from the cache the second time, and says why a step runs the third', async () => {
    const { folder, build } = project({ Dockerfile: 'FROM scratch\nCOPY a /\nCOPY b /\n', a: '1', b: '2' });
    const first = await build('-q');
    expect(text(first.standardOutput)).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect(first.standardError).toBe('');
    const second = await build();
    expect(second.standardError.match(/^#\d+ CACHED$/gm)).toHaveLength(2);
    expect(second.standardError).toContain(text(first.standardOutput).trim());
    writeFileSync(join(folder, 'b'), 'two');
    const third = await build();
    expect(third.standardError.match(/^#\d+ CACHED$/gm)).toHaveLength(1);
    expect(third.standardError).toContain('why: file b changed (content)');
  });

  it('runs a step again whose layer was damaged in the cache folder', async () => {
    const { folder, build } = project({ Dockerfile: 'FROM scratch\nCOPY a /\n', a: '1' });
    const cache = temporaryFolder();
    await build('--cache-dir', cache, '-q');
    const blobs = join(cache, 'blobs/sha256');
    for (const name of readdirSync(blobs)) writeFileSync(join(blobs, name), 'damaged');
    const { exitCode, standardError } = await build('--cache-dir', cache, '-o', join(folder, 'out'));
    expect(standardError).toContain("why: it was in the cache, but can't be read any more");
    expect(exitCode).toBe(0);
  });

  it('gives the same bytes in two builds with SOURCE_DATE_EPOCH', async () => {
    const files = { Dockerfile: 'FROM alpine\nRUN date > /dev/null; echo x > /x\nCOPY a /\n', a: '1' };
    const archives = [];
    for (const cache of [temporaryFolder(), temporaryFolder()]) {
      const args = ['build', '--cache-dir', cache, '-o', 'type=oci,dest=-,rewrite-timestamp=true'];
      const { standardOutput } = await runCli([...args, temporaryFolder(files)], {
        environment: { SOURCE_DATE_EPOCH: '1700000000' },
      });
      archives.push(Buffer.from(standardOutput));
    }
    expect(archives[0]?.length).toBeGreaterThan(10_000);
    expect(archives[0]?.equals(archives[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it('ends a failed build with the source, Docker’s sentence and exit code 1', async () => {
    const { folder, build } = project({ Dockerfile: 'FROM scratch\nCOPY nope /\n' });
    const { exitCode, standardError } = await build('-o', join(folder, 'out'));
    expect(exitCode).toBe(1);
    expect(standardError).toContain('Dockerfile:2\n--------------------\n');
    expect(standardError).toContain('   2 | >>> COPY nope /\n');
    expect(standardError).toMatch(/^ERROR: failed to build: failed to solve: .*"\/nope": not found$/m);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('answers a wrong call with one sentence and exit code 1', async () => {
    expect(await runCli(['build'])).toMatchObject({
      exitCode: 1,
      standardError: expect.stringMatching(/^ERROR: 'dry-dock build' requires 1 argument\n/),
    });
  });

  it('stops when it is told to, with exit code 130, and writes no output', async () => {
    const { folder } = project({ Dockerfile: 'FROM alpine\nRUN echo started; sleep 60\n' });
    const stop = new AbortController();
    const { exitCode, standardError } = await runCli(
      ['build', '--cache-dir', join(folder, 'cache'), '-o', join(folder, 'out'), folder],
      {
        signal: stop.signal,
        onStandardError: (said) => {
          if (/^#\d+ [\d.]+ started$/m.test(said)) stop.abort();
        },
      },
    );
    expect(exitCode).toBe(130);
    expect(standardError).toContain('CANCELED');
    expect(readdirSync(folder)).not.toContain('out');
  });

  it('prints its help on standard output', async () => {
    expect(text((await runCli(['build', '--help'])).standardOutput)).toContain('--build-context');
  });
});
