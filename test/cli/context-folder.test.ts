import { chmodSync, linkSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContextError, readContextFolder } from '../../src/cli/context-folder.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a folder as a build context', () => {
  it('keeps modes, times and links, and belongs to root', async () => {
    const folder = temporaryFolder({ 'bin/run': '#!/bin/sh\n' });
    chmodSync(join(folder, 'bin/run'), 0o750);
    utimesSync(join(folder, 'bin/run'), 1_600_000_000, 1_600_000_000);
    symlinkSync('/etc/../run', join(folder, 'bin/link'));
    const tree = await readContextFolder(folder);
    expect(nodeAt(tree, '/bin/run')).toMatchObject({
      type: 'file',
      mode: 0o750,
      uid: 0,
      gid: 0,
      mtime: 1_600_000_000_000_000_000n,
    });
    expect(nodeAt(tree, '/bin/link')).toMatchObject({ type: 'symlink', target: '/etc/../run' });
  });

  it('has one file under the names of a hard link', async () => {
    const folder = temporaryFolder({ a: 'one', 'd/x': '' });
    linkSync(join(folder, 'a'), join(folder, 'd/b'));
    const tree = await readContextFolder(folder);
    expect(nodeAt(tree, '/a')).toBe(nodeAt(tree, '/d/b'));
    expect(nodeAt(tree, '/a')).toMatchObject({ links: 2 });
  });

  it('is refused when it is too large, and says where and what to do', async () => {
    const folder = temporaryFolder({ 'a.bin': new Uint8Array(60), 'b.bin': new Uint8Array(60) });
    const limits = { size: 100, entries: 10, depth: 10 };
    const reading = readContextFolder(folder, { limits });
    await expect(reading).rejects.toThrow(ContextError);
    await expect(reading).rejects.toThrow(/b\.bin.*\.dockerignore/);
    await expect(
      readContextFolder(folder, { limits: { ...limits, size: 1000, entries: 1 } }),
    ).rejects.toThrow('more than 1 files and folders');
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(readContextFolder(temporaryFolder(), { signal })).rejects.toThrow('stop');
  });
});
