import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIgnoreFile } from '../../src/dockerfile/ignore.ts';
import { DockerfileError } from '../../src/dockerfile/problem.ts';

/** [patterns, path, ignored]: the table that moby/patternmatcher is held to, without its Windows rows. */
const decisions: readonly (readonly [string, string, boolean])[] = [
  ['**', 'file', true],
  ['**/', 'file', true],
  ['**', 'dir/file', true],
  ['**/**', 'dir/file', true],
  ['dir/**', 'dir/file', true],
  ['dir/**', 'dir/dir2/file', true],
  ['dir/**', 'dir', false],
  ['**/dir', 'dir', true],
  ['**/dir', 'dir/file', true],
  ['**/dir2/*', 'dir/dir2/file', true],
  ['**/dir2/**', 'dir/dir2/dir3/file', true],
  ['**file', 'file', true],
  ['**file', 'dir/dir/file', true],
  ['**/file*txt', 'dir/dir/file.txt', true],
  ['**/file*.txt*', 'dir/dir/file.txt', true],
  ['**/**/*.txt', 'dir/dir/file.txt', true],
  ['**/**/*.txt2', 'dir/dir/file.txt', false],
  ['**/*.txt', 'file.txt', true],
  ['**/**/*.txt', 'file.txt', true],
  ['a**/*.txt', 'a/file.txt', true],
  ['a**/*.txt', 'a/dir/dir/file.txt', true],
  ['a/*.txt', 'a/dir/file.txt', false],
  ['a/*.txt**', 'a/file.txt', true],
  ['a[b-d]e', 'ae', false],
  ['a[b-d]e', 'ace', true],
  ['a[b-d]e', 'aae', false],
  ['a[^b-d]e', 'aze', true],
  ['.*', '.foo', true],
  ['.*', 'foo', false],
  ['abc.def', 'abcdef', false],
  ['abc.def', 'abc.def', true],
  ['abc?def', 'abcZdef', true],
  ['abc?def', 'abcdef', false],
  ['a\\\\', 'a\\', true],
  ['a\\*b', 'a*b', true],
  ['**/foo/bar', 'dir/dir2/foo/bar', true],
  ['**/foo/bar', 'foo/bar', true],
  ['**/.foo', 'bar.foo', false],
  ['a(b)c/def', 'a(b)c/def', true],
  ['a.|)$(}+{bc', 'a.|)$(}+{bc', true],
  ['dist/*.whl', 'dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', true],
  ['**\n!util/docker/web', 'util/docker/web/foo', false],
  ['**\n!util/docker/web\nutil/docker/web/foo', 'util/docker/web/foo', true],
  ['!fileutils.go\n*.go', 'fileutils.go', true],
  ['*.go\n!fileutils.go', 'fileutils.go', false],
  ['docs/\n!docs/README.md', 'docs/README.md', false],
  ['foo', 'foo/bar', true],
  ['foo', 'a/foo', false],
  ['/foo', 'foo', true],
  ['./a/../foo/', 'foo', true],
  ['  LICENSE  ', 'LICENSE', true],
  ['# a comment', '# a comment', false],
  ['\\#hash', '#hash', true],
  ['\ufeff# comment\nx', 'x', true],
  ['a\r\nb\r\n', 'b', true],
];

describe('a .dockerignore', () => {
  it.each(decisions)('with %j decides about %j as Docker does', (patterns, path, ignored) => {
    expect(parseIgnoreFile(patterns).ignores(path)).toBe(ignored);
  });

  it('keeps and drops the files that the real builder kept and dropped', () => {
    const matcher = parseIgnoreFile(
      '# comment line\n*.md\n!README.md\n/build/\n**/node_modules\n**/*.tmp\n!src/keep.tmp\nsecret\n!secret/inner/pub\ndocs/**\n!docs/api\nlogs/*\n!logs/important.*\n.env*\n!.env.example\n  LICENSE  \nDockerfile\n.dockerignore\n\\#hash\n./src/tmp\n',
    );
    const kept = [
      '.env.example',
      'README.md',
      'docs/api/v1.md',
      'docs/api/v2.txt',
      'logs/important.log',
      'secret/inner/pub',
      'src/a.js',
      'src/keep.tmp',
      'src/lib/b.js',
    ];
    const dropped = [
      '#hash',
      '.dockerignore',
      '.env',
      'Dockerfile',
      'LICENSE',
      'build/out.bin',
      'docs/index.md',
      'logs/a.log',
      'node_modules/y/i.js',
      'notes.md',
      'secret/inner/key',
      'secret/key',
      'src/a.tmp',
      'src/lib/b.tmp',
      'src/lib/node_modules/x/i.js',
      'src/tmp/t',
    ];
    expect(kept.filter((path) => matcher.ignores(path))).toEqual([]);
    expect(dropped.filter((path) => !matcher.ignores(path))).toEqual([]);
  });

  it('lets a walk skip an ignored directory unless an exception may keep something in it', () => {
    const matcher = parseIgnoreFile('node_modules\nsecret\n!secret/inner/pub\nlogs\n!l*/keep');
    expect(matcher.mayKeepBelow('node_modules')).toBe(false);
    expect(matcher.mayKeepBelow('secret')).toBe(true);
    expect(matcher.mayKeepBelow('secret/inner')).toBe(true);
    expect(matcher.mayKeepBelow('secret/other')).toBe(false);
    expect(matcher.mayKeepBelow('logs')).toBe(true);
  });

  it('never lets a walk skip a directory that holds a kept file', () => {
    const name = fc.constantFrom('a', 'b', 'ab');
    const pattern = fc
      .tuple(
        fc.constantFrom('', '!'),
        fc.array(fc.constantFrom('a', 'b', 'ab', '*', '**', '?', 'a*'), { minLength: 1, maxLength: 3 }),
      )
      .map(([bang, names]) => bang + names.join('/'));
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 5 }),
        fc.array(name, { minLength: 2, maxLength: 4 }),
        (patterns, names) => {
          const matcher = parseIgnoreFile(patterns.join('\n'));
          if (matcher.ignores(names.join('/'))) return;
          for (let depth = 1; depth < names.length; depth++) {
            const directory = names.slice(0, depth).join('/');
            expect(matcher.ignores(directory) && !matcher.mayKeepBelow(directory)).toBe(false);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('names the line of a pattern that is not well formed', () => {
    expect(() => parseIgnoreFile('ok\n[a')).toThrow('syntax error in pattern');
    expect(() => parseIgnoreFile('!')).toThrow('illegal exclusion pattern: "!"');
    try {
      parseIgnoreFile('ok\n[a');
    } catch (error) {
      expect(error instanceof DockerfileError && error.problem.range.start.line).toBe(2);
    }
  });

  it('says which line decided', () => {
    const matcher = parseIgnoreFile('*.md\n!README.md\n');
    expect(matcher.decidingRule('notes.md')?.range.start.line).toBe(1);
    expect(matcher.decidingRule('README.md')?.range.start.line).toBe(2);
    expect(matcher.decidingRule('a.txt')).toBeUndefined();
  });

  it('throws nothing but DockerfileError, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('*', '[', ']', '\\', '!', '/', '.', 'a', '\n', '^', '-') }),
        (text) => {
          try {
            parseIgnoreFile(text).ignores('a/b');
          } catch (error) {
            expect(error).toBeInstanceOf(DockerfileError);
          }
        },
      ),
    );
  });

  it('answers quickly for patterns that make regular expressions backtrack', () => {
    const matcher = parseIgnoreFile(`**/${'a*'.repeat(50)}b/**/c`);
    const started = performance.now();
    expect(matcher.ignores(`${'a'.repeat(2000)}/${'a'.repeat(2000)}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
