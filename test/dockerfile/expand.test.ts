// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are the variables of Dockerfiles
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Environment, ExpansionError, expandArgument, expandText } from '../../src/dockerfile/expand.ts';
import { expandHeredoc } from '../../src/dockerfile/heredoc.ts';
import { parseStrictly } from '../../src/dockerfile/parse.ts';
import { DockerfileError } from '../../src/dockerfile/problem.ts';

const values: Readonly<Record<string, string>> = {
  FOO: 'foo',
  CHANGED: 'changed',
  EMPTY: '',
  TWO: 'two words',
  PATHS: '/usr/local/bin/sh',
  STAR: 'a*c',
};
const environment: Environment = {
  get: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
  names: () => Object.keys(values),
};
const expand = (text: string) => expandText(text, environment).text;

describe('a word of a Dockerfile', () => {
  it.each([
    ['$FOO-bar', 'foo-bar'],
    ['${FOO}bar', 'foobar'],
    ['"$FOO bar"', 'foo bar'],
    ["'$FOO'", '$FOO'],
    ['\\$FOO', '$FOO'],
    ['"\\$FOO"', '$FOO'],
    ['a\\nb', 'anb'],
    ['"a\\nb"', 'a\\nb'],
    ['"a\\"b"', 'a"b'],
    ['$NOPE', ''],
    ['$', '$'],
    ['a$ b', 'a$ b'],
    ['$1x', 'x'],
    ['${NOPE:-def}', 'def'],
    ['${NOPE-def}', 'def'],
    ['${EMPTY:-def}', 'def'],
    ['${EMPTY-def}', ''],
    ['${FOO:+alt}', 'alt'],
    ['${EMPTY:+alt}', ''],
    ['${EMPTY+alt}', 'alt'],
    ['${NOPE+alt}x', 'x'],
    ['${FOO:?no}', 'foo'],
    ['${NOPE:-${FOO}/$FOO}', 'foo/foo'],
    ['${NOPE:-"a}b"}', 'a}b'],
    ['${CHANGED#ch}', 'anged'],
    ['${CHANGED%d}', 'change'],
    ['${CHANGED/an/AN}', 'chANged'],
    ['${PATHS#*/}', 'usr/local/bin/sh'],
    ['${PATHS##*/}', 'sh'],
    ['${PATHS%/*}', '/usr/local/bin'],
    ['${PATHS%%/*}', ''],
    ['${PATHS//\\//:}', ':usr:local:bin:sh'],
    ['${PATHS/l?c/X}', '/usr/Xal/bin/sh'],
    ['${STAR/\\*/+}', 'a+c'],
    ['${FOO//o/0}', 'f00'],
    ['${FOO//*/x}', 'x'],
    ['${FOO#x}', 'foo'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  it.each([
    ['${}', 'syntax error: bad substitution'],
    ['${', "syntax error: missing '}'"],
    ['${FOO:-x', "syntax error: missing '}'"],
    ['${FOO/x', "syntax error: missing '/' in ${}"],
    ['${FOO=x}', 'unsupported modifier (=) in substitution'],
    ['${FOO:=x}', 'unsupported modifier (:=) in substitution'],
    ['${NOPE:?please set it}', 'NOPE: please set it'],
    ['${NOPE?}', 'NOPE: is not allowed to be unset'],
    ['${EMPTY:?}', 'EMPTY: is not allowed to be empty'],
    ["'open", 'unexpected end of statement while looking for matching single-quote'],
    ['"open', 'unexpected end of statement while looking for matching double-quote'],
    ['${FOO#\\x}', "invalid pattern (\\x) in substitution: invalid escape '\\x'"],
  ])('%s is refused: %s', (text, message) => {
    expect(() => expand(text)).toThrow(message);
    expect(() => expand(text)).toThrow('failed to process');
  });

  it('splits into words after variables have their values', () => {
    expect(expandText('80 $TWO "$TWO" $NOPE', environment).words).toEqual([
      '80',
      'two',
      'words',
      'two words',
    ]);
  });

  it('tells which variables it used and which were missing', () => {
    const { used, missing } = expandText('$FOO ${NOPE:-$OTHER} ${EMPTY}', environment);
    expect([...used]).toEqual(['FOO', 'EMPTY']);
    expect([...missing].sort()).toEqual(['NOPE', 'OTHER']);
  });

  it('obeys the escape character of the Dockerfile', () => {
    expect(expandText('\\$FOO `$FOO', environment, { escape: '`' }).text).toBe('\\foo $FOO');
  });

  it('can leave undefined variables and quotes as they are', () => {
    const options = { keepUndefined: true, keepQuotes: true };
    expect(expandText('echo "${NOPE:-x} $FOO" \'$FOO\'', environment, options).text).toBe(
      'echo "${NOPE:-x} foo" \'$FOO\'',
    );
  });

  it('throws nothing but ExpansionError, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        '$',
        '{',
        '}',
        ':',
        '-',
        '+',
        '?',
        '#',
        '%',
        '/',
        '\\',
        '"',
        "'",
        '*',
        'F',
        ' ',
        '😀',
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (input) => {
        try {
          expandText(input, environment);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpansionError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses what is nested too deep and what would take too long', () => {
    expect(() => expand('${A:-'.repeat(100_000))).toThrow('nested more than 100 deep');
    const long: Environment = { get: () => 'a'.repeat(100_000), names: () => [] };
    expect(() => expandText(`\${A//${'*a'.repeat(500)}b/x}`, long)).toThrow('too long to compare');
  });

  it('that can not be expanded says where it stands', () => {
    const [, user] = parseStrictly('FROM a\nUSER ${}').instructions;
    if (user?.kind !== 'USER') throw new Error('expected USER');
    try {
      expandArgument(user.user, environment);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof DockerfileError)) throw error;
      expect(error.message).toBe('failed to process "${}": syntax error: bad substitution');
      expect(error.problem.range.start).toMatchObject({ line: 2, column: 6 });
    }
  });
});

describe('the body of a heredoc that COPY writes', () => {
  it.each([
    ['<<E', 'it\'s "foo" $FOO\n'],
    ["<<'E'", 'it\'s "$FOO" \\$FOO\n'],
    ['<<-E', 'it\'s "foo" $FOO\n'],
  ])('%s', (word, expected) => {
    const tab = word === '<<-E' ? '\t' : '';
    const [, copy] = parseStrictly(
      `FROM a\nCOPY ${word} /x\n${tab}it's "$FOO" \\$FOO\n${tab}E\n`,
    ).instructions;
    const file = copy?.kind === 'COPY' ? copy.inlineFiles[0] : undefined;
    expect(file && expandHeredoc(file, environment).text).toBe(expected);
  });
});
