import { describe, expect, it } from 'vitest';
import { CopyError } from '../../../src/build/copy/copy-error.ts';
import { type SelectOptions, selectSources } from '../../../src/build/copy/select.ts';
import { parseIgnoreFile } from '../../../src/dockerfile/ignore.ts';
import { toText } from '../../../src/filesystem/byte-string.ts';
import { walk } from '../../../src/filesystem/lookup.ts';
import { treeOf } from './files.ts';

const tree = treeOf({
  '/a.txt': 'a',
  '/b.txt': 'b',
  '/.hidden': 'h',
  '/[x]': 'x',
  '/src/main.js': 'm',
  '/src/lib/util.js': 'u',
  '/src/lib/util.txt': 't',
  '/src/Größe.md': 'g',
  '/link': '-> src/lib',
  '/out': '-> /nowhere',
  '/empty/': '755',
});

const paths = (sources: string[], options: SelectOptions = {}) =>
  selectSources(tree, sources, options).sources.map(({ path }) => toText(path));

/** Paths below the selected directories. */
const below = (sources: string[], options: SelectOptions = {}) =>
  selectSources(tree, sources, options).sources.flatMap(({ node }) =>
    node.type === 'directory' ? [...walk(node)].map(({ path }) => toText(path)) : [],
  );

function failure(sources: string[], options: SelectOptions = {}): CopyError {
  try {
    selectSources(tree, sources, options);
  } catch (error) {
    if (error instanceof CopyError) return error;
  }
  throw new Error('it was found');
}

describe('sources of COPY', () => {
  it('are paths from the root, however they are written', () => {
    expect(paths(['a.txt', '/a.txt', './src/../a.txt', '../../a.txt', 'src/', '.'])).toEqual([
      '/a.txt',
      '/a.txt',
      '/a.txt',
      '/a.txt',
      '/src',
      '/',
    ]);
  });

  it('match wildcards in the order of a sorted walk, hidden files too', () => {
    expect(paths(['*.txt'])).toEqual(['/a.txt', '/b.txt']);
    expect(paths(['.*'])).toEqual(['/.hidden']);
    expect(paths(['s*/l*/*.js'])).toEqual(['/src/lib/util.js']);
    expect(paths(['src/Gr??e.md'])).toEqual(['/src/Größe.md']);
    expect(paths(['[[]x]'])).toEqual(['/[x]']);
  });

  it('may match nothing', () => {
    expect(paths(['*.nope', 'src/*.nope'])).toEqual([]);
  });

  it('follow links, and keep their names', () => {
    const [source] = selectSources(tree, ['link']).sources;
    expect(source?.name).toBe('link');
    expect(source?.node).toBe(selectSources(tree, ['src/lib']).sources[0]?.node);
    expect(paths(['link/*.js'])).toEqual(['/link/util.js']);
  });

  it("that don't exist are named as Docker names them", () => {
    const error = failure(['a.txt', 'nope']);
    expect(error.code).toBe('copy-source-missing');
    expect(error.message).toContain('failed to calculate checksum of ref');
    expect(error.message).toMatch(/"\/nope": not found$/);
    expect(error.source).toBe(1);
    expect(failure(['../etc/passwd']).message).toMatch(/"\/etc\/passwd": not found$/);
    expect(failure(['out']).message).toMatch(/"\/out": not found$/);
    expect(failure(['nope/*.js']).message).toBe('lstat /nope: no such file or directory');
  });

  it('say when .dockerignore hides them, or when only the case is wrong', () => {
    const ignore = parseIgnoreFile('tmp\n*.key\n');
    expect(failure(['my.key'], { ignore }).explanation).toContain('.dockerignore ("*.key", line 2)');
    expect(failure(['SRC']).explanation).toContain('Did you mean "/src"?');
  });

  it('that are no patterns are refused', () => {
    expect(failure(['[a-']).message).toBe(
      'failed to compute cache key: failed to calculate checksum of ref: syntax error in pattern',
    );
  });

  it('are the very nodes of the tree', () => {
    expect(selectSources(tree, ['.']).sources[0]?.node).toBe(tree.root);
  });
});

describe('--exclude', () => {
  it('leaves out what matches below a source, as .dockerignore does', () => {
    expect(below(['src'], { exclude: ['*.js'] })).toEqual([
      '/Größe.md',
      '/lib',
      '/lib/util.js',
      '/lib/util.txt',
    ]);
    expect(below(['src'], { exclude: ['**/*.js', 'Gr*'] })).toEqual(['/lib', '/lib/util.txt']);
    expect(below(['src'], { exclude: ['lib'] })).toEqual(['/Größe.md', '/main.js']);
    expect(below(['src'], { exclude: ['*'] })).toEqual([]);
  });

  it('takes exceptions', () => {
    expect(below(['src'], { exclude: ['*', '!lib/*.js'] })).toEqual(['/lib', '/lib/util.js']);
  });

  it("doesn't touch a file that a source names itself, as in Docker", () => {
    expect(paths(['*.txt'], { exclude: ['a.txt'] })).toEqual(['/a.txt', '/b.txt']);
  });

  it('is refused when it is no pattern', () => {
    expect(failure(['src'], { exclude: ['[a-'] }).code).toBe('copy-pattern-invalid');
  });
});

describe('--parents', () => {
  it('keeps the directories on the way', () => {
    expect(below(['src/lib/util.js'], { parents: true })).toEqual(['/src', '/src/lib', '/src/lib/util.js']);
    expect(below(['src/*/*.js'], { parents: true })).toEqual(['/src', '/src/lib', '/src/lib/util.js']);
  });

  it('starts at /./', () => {
    expect(below(['src/./lib/util.js'], { parents: true })).toEqual(['/lib', '/lib/util.js']);
  });

  it('asks for what is named without wildcards', () => {
    expect(failure(['src/nope.js'], { parents: true }).message).toMatch(/"\/src\/nope.js": not found$/);
    expect(below(['src/*.nope'], { parents: true })).toEqual([]);
  });
});

describe('here-documents', () => {
  it('come after the other sources, as files 0644', () => {
    const { sources } = selectSources(tree, ['a.txt'], { inlineFiles: [{ path: 'x.sh', text: 'é\n' }] });
    expect(sources.map(({ name }) => name)).toEqual(['a.txt', 'x.sh']);
    expect(sources[1]?.node).toMatchObject({ type: 'file', mode: 0o644, uid: 0 });
  });
});
