import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { readPackagedFile } from '../../src/cli/packaged-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder for the store and a context with a Dockerfile of two layers. */
function ground() {
  const folder = temporaryFolder();
  const context = temporaryFolder();
  writeFileSync(join(context, 'a'), 'a'.repeat(3000));
  writeFileSync(join(context, 'b'), 'b'.repeat(5000));
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY a /a\nCOPY b /b\n');
  const dryDock = async (...args: readonly string[]) => {
    let output = '';
    const standardOutput = new Writable({
      write: (chunk, _encoding, done) => {
        output += chunk;
        done();
      },
    });
    const exitCode = await runCommandLine([...args, '--cache-dir', folder], {
      environment: {},
      standardOutput,
      standardError: new Writable({ write: (_chunk, _encoding, done) => done() }),
      readStandardInput: async () => new Uint8Array(),
      signal: new AbortController().signal,
      fetchFile: readPackagedFile,
      runner: { run: () => Promise.reject(new Error('nothing is run here')) },
      container: {
        starter: () => Promise.reject(new Error('nothing is run here')),
        standardInput: () => Readable.from([]),
        terminal: undefined,
      },
    });
    return { exitCode, output };
  };
  return { context, dryDock };
}

it('shows what is kept, and forgets build cache that no image needs', async () => {
  const { context, dryDock } = ground();
  expect((await dryDock('build', '-t', 'app:1', context)).exitCode).toBe(0);
  const before = await dryDock('system', 'df');
  expect(before.output).toMatch(/^Images +1 +0 +/m);
  expect(before.output).toMatch(/^Build Cache +2 +/m);
  const verbose = await dryDock('system', 'df', '-v');
  expect(verbose.output).toMatch(/^app +1 +[0-9a-f]{12} /m);
  expect(verbose.output.match(/ regular +/g)).toHaveLength(2);

  expect((await dryDock('builder', 'prune')).output).toBe('Total:\t0B\n');
  writeFileSync(join(context, 'b'), 'c'.repeat(5000));
  await dryDock('build', '-t', 'app:1', context);
  expect((await dryDock('builder', 'prune', '--filter', 'until=1h')).output).toBe('Total:\t0B\n');
  const pruned = await dryDock('builder', 'prune', '-f');
  expect(pruned.output).toMatch(/^ID\s+RECLAIMABLE\s+SIZE/);
  expect(pruned.output).toMatch(/Total:\t6\.656kB\n$/);

  const again = await dryDock('build', '-t', 'app:1', '--progress=rawjson', context);
  expect(again.exitCode).toBe(0);
  await dryDock('builder', 'prune', '--all');
  expect((await dryDock('system', 'df')).output).toMatch(/^Build Cache +0 +/m);
  // The image has its layers still.
  const archive = await dryDock('build', '-t', 'app:1', '-q', context);
  expect(archive.output).toMatch(/^sha256:/);
});

it('refuses what it does not know', async () => {
  const { dryDock } = ground();
  expect((await dryDock('builder', 'prune', '--filter', 'id=1')).exitCode).toBe(1);
  expect((await dryDock('builder', 'prune', '--keep-storage', 'much')).exitCode).toBe(1);
  expect((await dryDock('system', 'df', 'more')).exitCode).toBe(1);
});
