import { describe, expect, it } from 'vitest';
import { type Chmod, parseChmod } from '../../../src/build/chmod.ts';
import { CopyError } from '../../../src/build/copy/copy-error.ts';
import { type CopyOptions, copyInto } from '../../../src/build/copy/copy-into.ts';
import { parseDestination } from '../../../src/build/copy/destination.ts';
import { type SelectOptions, selectSources } from '../../../src/build/copy/select.ts';
import { makeWorkdir } from '../../../src/build/copy/workdir.ts';
import { diff } from '../../../src/filesystem/diff.ts';
import { nodeAt } from '../../../src/filesystem/lookup.ts';
import { emptyTree, type Tree } from '../../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../../src/filesystem/tree-builder.ts';
import { writeLayer } from '../../../src/image/layer-writer.ts';
import { file, listing, now, treeOf } from './files.ts';

const context = treeOf({ '/a': 'A', '/b': 'B', '/d/x': 'X', '/d/s/y': 'Y', '/ln': '-> d' });

interface Request extends SelectOptions, Partial<CopyOptions> {
  readonly into?: Tree;
  readonly from?: Tree;
  readonly workdir?: string;
}

function copy(sources: string[], to: string, request: Request = {}): Promise<Tree> {
  const { into = emptyTree, from = context, workdir = '/', ...options } = request;
  const selection = selectSources(from, sources, options);
  return copyInto(into, selection, parseDestination(to, workdir), { now, ...options });
}

describe('the destination', () => {
  it('is a file for one file, a directory with a slash, or when it is one', async () => {
    expect(listing(await copy(['a'], '/x'))).toEqual(['/x: A']);
    expect(listing(await copy(['a'], '/x/'))).toEqual(['/x/', '/x/a: A']);
    expect(listing(await copy(['a'], '/x/.'))).toEqual(['/x/', '/x/a: A']);
    expect(listing(await copy(['a'], 'x', { into: treeOf({ '/x/': '755' }) }))).toEqual(['/x/', '/x/a: A']);
  });

  it('is relative to the working directory', async () => {
    expect(listing(await copy(['a'], 'x', { workdir: '/w' }))).toEqual(['/w/', '/w/x: A']);
    expect(listing(await copy(['a'], '.', { workdir: '/w' }))).toEqual(['/w/', '/w/a: A']);
    expect(listing(await copy(['a'], '../x', { workdir: '/w/v' }))).toEqual(['/w/', '/w/x: A']);
  });

  it('gets the contents of a directory, not the directory', async () => {
    expect(listing(await copy(['d'], '/x'))).toEqual(['/x/', '/x/s/', '/x/s/y: Y', '/x/x: X']);
  });

  it('that is a file keeps the last of several sources, as Docker does it', async () => {
    expect(listing(await copy(['a', 'b'], '/x'))).toEqual(['/x: B']);
  });

  it('with no source at all is not made', async () => {
    expect(await copy(['*.nope'], '/x/')).toBe(emptyTree);
  });

  it('follows links, out of nothing too', async () => {
    const into = treeOf({ '/real/': '755', '/link': '-> real', '/dangling': '-> /far/away' });
    expect(listing(await copy(['a'], '/link/', { into }))).toContain('/real/a: A');
    expect(listing(await copy(['a'], '/dangling', { into }))).toContain('/far/away: A');
  });
});

describe('what is in the way', () => {
  const failure = async (copied: Promise<Tree>): Promise<CopyError> => {
    const error: unknown = await copied.catch((reason: unknown) => reason);
    if (error instanceof CopyError) return error;
    throw new Error('nothing was in the way');
  };

  it.each([
    ['a file above', ['a'], '/x/y', { '/x': '' }, 'mkdir /x: not a directory'],
    ['a file for a directory', ['d'], '/x', { '/x': '' }, 'cannot copy to non-directory: /x'],
    ['a link below', ['d'], '/x', { '/x/s': '-> /r', '/r/': '755' }, 'cannot copy to non-directory: /x/s'],
    ['a directory for a file', ['d'], '/x', { '/x/x/': '755' }, 'cannot replace to directory /x/x with file'],
    [
      'a directory of that name',
      ['a'],
      '/x/',
      { '/x/a/': '755' },
      'cannot replace to directory /x/a with file',
    ],
    ['a circle of links', ['a'], '/x', { '/x': '-> y', '/y': '-> x' }, 'too many links'],
  ])('%s is an error in the words of Docker', async (_, sources, to, files, message) => {
    const error = await failure(copy(sources, to, { into: treeOf(files) }));
    expect(error.code).toBe('copy-destination-blocked');
    expect(error.message).toBe(message);
    expect(error.explanation).not.toBe('');
  });

  it('can be a link where a file goes: it is replaced', async () => {
    const into = treeOf({ '/x/x': '-> /etc/passwd' });
    expect(listing(await copy(['d'], '/x', { into }))).toContain('/x/x: X');
  });
});

describe('attributes', () => {
  const attributes = (tree: Tree, path: string) => {
    const { mode, uid, gid, mtime } = nodeAt(tree, path) ?? file('', { mode: -1 });
    return { mode: mode.toString(8), owner: `${uid}:${gid}`, isNew: mtime === now };
  };
  const chmod = (text: string): { chmod: Chmod } => ({ chmod: parseChmod(text) });

  it('of new directories above are 0755, root, now', async () => {
    const tree = await copy(['a'], '/x/y/z');
    expect(attributes(tree, '/x/y')).toEqual({ mode: '755', owner: '0:0', isNew: true });
    expect(attributes(tree, '/x/y/z').isNew).toBe(false);
  });

  it('of what is copied stay without --chown and --chmod', async () => {
    const from = treeOf({ '/d/f': file('', { mode: 0o4711, uid: 7, gid: 8 }), '/d/s/': '1777' });
    const tree = await copy(['d'], '/x', { from });
    expect(attributes(tree, '/x/f')).toEqual({ mode: '4711', owner: '7:8', isNew: false });
    expect(attributes(tree, '/x/s').mode).toBe('1777');
  });

  it('follow --chown, those of new directories above too', async () => {
    const tree = await copy(['d'], '/x/y', { owner: { uid: 5, gid: 6 } });
    for (const path of ['/x', '/x/y', '/x/y/s', '/x/y/s/y']) expect(attributes(tree, path).owner).toBe('5:6');
  });

  it('follow a symbolic --chmod, each from its own mode', async () => {
    const from = treeOf({ '/d/run': file('', { mode: 0o700 }), '/d/text': 't', '/d/s/': '700' });
    const tree = await copy(['d'], '/x', { from, ...chmod('u=rwX,go=rX') });
    expect(attributes(tree, '/x/run').mode).toBe('755');
    expect(attributes(tree, '/x/text').mode).toBe('644');
    expect(attributes(tree, '/x/s').mode).toBe('755');
  });

  it('of a file here are now, of a link untouched by --chmod', async () => {
    const inlineFiles = [{ path: 'run.sh', text: '#!/bin/sh\n' }];
    const inline = await copy([], '/bin/', { inlineFiles, ...chmod('755') });
    expect(attributes(inline, '/bin/run.sh')).toEqual({ mode: '755', owner: '0:0', isNew: true });
    const from = treeOf({ '/d/l': '-> x' });
    expect(attributes(await copy(['d'], '/x', { from, ...chmod('600') }), '/x/l').mode).toBe('777');
  });

  it('of a merged directory come from the source, of the named one only the time', async () => {
    const into = treeOf({ '/x/': '700', '/x/s/': '700', '/x/kept': 'k' });
    const tree = await copy(['d'], '/x', { into });
    expect(attributes(tree, '/x')).toEqual({ mode: '700', owner: '0:0', isNew: false });
    expect(attributes(tree, '/x/s').mode).toBe('755');
    expect(listing(tree)).toContain('/x/kept: k');
  });
});

describe('--parents', () => {
  it('makes the directories of the source, and leaves existing ones but for their mode', async () => {
    const from = treeOf({ '/p/': '711', '/p/q/f': 'F' });
    const fresh = await copy(['p/q/f'], '/x/', { from, parents: true });
    expect(listing(fresh)).toEqual(['/x/', '/x/p/', '/x/p/q/', '/x/p/q/f: F']);
    expect(nodeAt(fresh, '/x/p')?.mode).toBe(0o711);
    const owned = new TreeBuilder(emptyTree);
    owned.putDirectory('/x/p', { mode: 0o700, uid: 9, gid: 9, mtime: 0n });
    const merged = await copy(['p/q/f'], '/x/', { from, parents: true, into: owned.finish() });
    expect(nodeAt(merged, '/x/p')).toMatchObject({ mode: 0o711, uid: 9 });
  });
});

describe('--link', () => {
  const into = treeOf({ '/real/kept': 'k', '/link': '-> real' });

  it('replaces what is in the way as a layer does', async () => {
    expect(listing(await copy(['a'], '/link/', { into, link: true }))).toEqual([
      '/link/',
      '/link/a: A',
      '/real/',
      '/real/kept: k',
    ]);
  });

  it('merges with a directory that is there', async () => {
    const tree = await copy(['a'], '/real/', { into, link: true });
    expect(listing(tree)).toEqual(['/link -> real', '/real/', '/real/a: A', '/real/kept: k']);
  });

  it('means nothing with --chmod, as in Docker', async () => {
    const tree = await copy(['a'], '/link/', { into, link: true, chmod: parseChmod('600') });
    expect(listing(tree)).toContain('/real/a: A');
  });
});

describe('hard links', () => {
  const builder = new TreeBuilder(treeOf({ '/d/one': 'same', '/d/other': 'o' }));
  builder.link('/d/two', '/d/one');
  const from = builder.finish();

  it('stay links within one source, and are none with the source', async () => {
    const tree = await copy(['d'], '/x', { from, into: from });
    const one = nodeAt(tree, '/x/one');
    expect(one).toBe(nodeAt(tree, '/x/two'));
    expect(one).toMatchObject({ links: 2 });
    expect(one).not.toBe(nodeAt(tree, '/d/one'));
    expect(nodeAt(tree, '/d/one')).toMatchObject({ links: 2 });
  });

  it('are two files when two sources name them, or only one is copied', async () => {
    const tree = await copy(['d/one', 'd/two'], '/x/', { from });
    expect(nodeAt(tree, '/x/one')).toMatchObject({ links: 1 });
    expect(nodeAt(tree, '/x/one')).not.toBe(nodeAt(tree, '/x/two'));
    const alone = await copy(['d'], '/x', { from, exclude: ['two'] });
    expect(nodeAt(alone, '/x/one')).toMatchObject({ links: 1 });
  });
});

describe('ADD', () => {
  const tar = (name: string, text: string) =>
    writeLayer(diff(emptyTree, treeOf({ [name]: file(text, { uid: 3 }) })));
  const archive = (bytes: Uint8Array) => ({ ...file(''), content: bytes });

  it('unpacks an archive into a directory that it makes, whatever the name says', async () => {
    const from = treeOf({ '/x.bin': archive(tar('/in/f', 'F')), '/t': 'text' });
    const tree = await copy(['x.bin', 't'], '/o', { from, unpack: 'local' });
    expect(listing(tree)).toEqual(['/o/', '/o/in/', '/o/in/f: F', '/o/t: text']);
    expect(nodeAt(tree, '/o/in/f')).toMatchObject({ uid: 3 });
    expect(listing(await copy(['x.bin'], '/o/', { from }))[1]).toMatch(/^\/o\/x\.bin: /);
  });

  it('gives what it unpacks the owner of --chown, and follows no link of the image out', async () => {
    const from = treeOf({ '/x.tar': archive(tar('/esc/f', 'F')) });
    const into = treeOf({ '/o/esc': '-> /etc', '/etc/passwd': 'p' });
    const tree = await copy(['x.tar'], '/o', { from, into, unpack: 'local', owner: { uid: 5, gid: 6 } });
    expect(nodeAt(tree, '/etc')).toBe(nodeAt(into, '/etc'));
    expect(nodeAt(tree, '/o/esc/f')).toMatchObject({ uid: 5, gid: 6 });
  });

  it('of a damaged archive is an error', async () => {
    const bytes = tar('/f', 'F'.repeat(2000)).slice(0, 1024);
    const from = treeOf({ '/x.tar': archive(bytes) });
    await expect(copy(['x.tar'], '/o', { from, unpack: 'local' })).rejects.toMatchObject({
      code: 'archive-damaged',
      source: 0,
    });
  });
});

describe('WORKDIR', () => {
  const owner = { uid: 1000, gid: 50 };

  it('makes what is missing, for its user', () => {
    const tree = makeWorkdir(treeOf({ '/a/': '700' }), '/a/b/c', owner, now);
    expect(listing(tree)).toEqual(['/a/', '/a/b/', '/a/b/c/']);
    expect(nodeAt(tree, '/a/b')).toMatchObject({ mode: 0o755, uid: 1000, gid: 50, mtime: now });
    expect(nodeAt(tree, '/a')).toMatchObject({ mode: 0o700, uid: 0 });
  });

  it('changes nothing where the directory is', () => {
    const tree = treeOf({ '/a/': '755', '/l': '-> a' });
    expect(makeWorkdir(tree, '/l', owner, now)).toBe(tree);
    expect(makeWorkdir(tree, '/', owner, now)).toBe(tree);
  });

  it('is an error on a file', () => {
    const tree = treeOf({ '/a': '' });
    expect(() => makeWorkdir(tree, '/a', owner, now)).toThrow('mkdir /a: not a directory');
    expect(() => makeWorkdir(tree, '/a/b', owner, now)).toThrow('lstat /a/b: not a directory');
  });
});

describe('20,000 files', () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`/m/${at % 200}/${at}`, '']));
  const from = treeOf(many);

  it('are shared with the source, not copied', async () => {
    const tree = await copy(['m'], '/x', { from });
    expect(nodeAt(tree, '/x/7')).toBe(nodeAt(from, '/m/7'));
    const chowned = await copy(['m'], '/x', { from, owner: { uid: 0, gid: 0 } });
    expect(nodeAt(chowned, '/x/7')).toBe(nodeAt(from, '/m/7'));
  });

  it('that a pattern matches are put into their directory at once', async () => {
    const tree = await copy(['m/*/*'], '/x/', { from });
    expect(nodeAt(tree, '/x')).toMatchObject({ type: 'directory' });
    expect(listing(tree)).toHaveLength(20_001);
  });
});
