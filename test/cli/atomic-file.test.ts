/** What is in a folder after writes that went well, that failed, and that were done twice. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCheckedFile, writeFileWhole } from '../../src/cli/atomic-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytes = (size: number, value: number): Uint8Array => new Uint8Array(size).fill(value);

describe('a file that is written whole', () => {
  it.each([
    ['with a sync', writeFileWhole],
    ['small, checked by its reader', writeCheckedFile],
  ])('%s is there with its folder, and again with other bytes', async (_, write) => {
    const path = join(temporaryFolder(), 'deep/er/file');
    await write(path, [bytes(3, 1), bytes(2, 2)]);
    expect([...readFileSync(path)]).toEqual([1, 1, 1, 2, 2]);
    await write(path, []);
    expect(readFileSync(path)).toHaveLength(0);
    expect(readdirSync(join(path, '..'))).toEqual(['file']);
  });

  it('is whole when it is large, too', async () => {
    const path = join(temporaryFolder(), 'file');
    const pieces = [bytes(1024 ** 2, 1), bytes(1, 2)];
    await writeCheckedFile(path, pieces);
    expect(readFileSync(path).equals(Buffer.concat(pieces))).toBe(true);
  });

  it.each([
    ['small', 1],
    ['large', 2 * 1024 ** 2],
  ])('leaves nothing behind when its place is taken by a folder (%s)', async (_, size) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken/by'), { recursive: true });
    await expect(writeCheckedFile(join(folder, 'taken'), [bytes(size, 1)])).rejects.toThrow(
      /EISDIR|ENOTEMPTY/,
    );
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
