/** What a run looked at: the ground for saying that it doesn't depend on a file. */
import { describe, expect, test } from 'vitest';
import { directory, file, sh, symlink, treeWith } from './shell.ts';

const root = treeWith({
  '/app/used': file('used\n'),
  '/app/unused': file('unused\n'),
  '/app/folder/inner': file('inner\n'),
  '/app/empty': directory(),
  '/link': symlink('/app/folder'),
});

const observe = async (script: string) => {
  const { observed, exitCode, err } = await sh(script, { root, cwd: '/app' });
  if (observed === undefined) return undefined;
  return { names: new Set(observed.names), listed: new Set(observed.listed), exitCode, err };
};

describe('a run looks at', () => {
  test('the files that it reads, and not at their neighbours', async () => {
    const seen = await observe('while read -r line; do echo "$line"; done < used');
    expect(seen?.names.has('/app/used')).toBe(true);
    expect(seen?.names.has('/app')).toBe(true);
    expect(seen?.names.has('/app/unused')).toBe(false);
    expect(seen?.listed.size).toBe(0);
  });

  test('what is not there', async () => {
    const seen = await observe('test -e missing; test -e folder/also/missing; true');
    expect(seen?.names.has('/app/missing')).toBe(true);
    expect(seen?.names.has('/app/folder/also')).toBe(true);
  });

  test.each([
    ['ls', 'ls folder'],
    ['a pattern of the shell', 'echo folder/*'],
    ['find', 'find folder'],
    ['rm -r', 'rm -r folder'],
    ['rmdir that fails', 'rmdir folder || true'],
  ])('the entries of a directory: %s', async (_, script) => {
    expect((await observe(script))?.listed.has('/app/folder')).toBe(true);
  });

  test('where a link leads, and at the link', async () => {
    const seen = await observe('cat /link/inner');
    expect(seen?.names.has('/link')).toBe(true);
    expect(seen?.names.has('/app/folder/inner')).toBe(true);
  });

  test('what it writes over, adds and takes away', async () => {
    const seen = await observe('echo x > unused; mkdir new; rm used');
    for (const path of ['/app/unused', '/app/new', '/app/used']) expect(seen?.names.has(path)).toBe(true);
  });

  test('the programs that it starts', async () => {
    expect((await observe('cat used'))?.names.has('/bin/cat')).toBe(true);
  });
});

test('nothing is said of a run that moved a directory of the image', async () => {
  expect(await observe('mv folder moved && cat moved/inner')).toBeUndefined();
  expect(await observe('mkdir own && mv own other')).toBeDefined();
});
