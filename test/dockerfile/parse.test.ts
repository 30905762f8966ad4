import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instruction, InstructionKind } from '../../src/dockerfile/instruction.ts';
import { parseDockerfile, parseStrictly } from '../../src/dockerfile/parse.ts';
import { problemSentence } from '../../src/dockerfile/problem.ts';
import { findStage } from '../../src/dockerfile/stage.ts';
import { parseTrigger } from '../../src/dockerfile/trigger.ts';

/** The instruction on the last line, which must be of this kind. */
function last<K extends InstructionKind>(kind: K, text: string): Extract<Instruction, { kind: K }> {
  const found = parseStrictly(`FROM a\n${text}`).instructions.at(-1);
  if (found?.kind !== kind) throw new Error(`expected ${kind}, found ${found?.kind}`);
  return found as Extract<Instruction, { kind: K }>;
}
const firstError = (text: string) => {
  const error = parseDockerfile(text).firstError;
  return error ? problemSentence(error) : undefined;
};
const texts = (args: readonly { readonly text: string }[]) => args.map(({ text }) => text);

describe('lines', () => {
  it('continue after an escape character, without comment lines and with a warning for empty ones', () => {
    const { instructions, problems } = parseDockerfile('FROM a\nRUN echo a \\\n  # c\n\n  b\n');
    expect(instructions[1]?.code).toBe('RUN echo a   b');
    expect(problems.map(({ code, range }) => [code, range.start.line])).toEqual([['NoEmptyContinuation', 4]]);
  });

  it('may end in an escape character at the end of the file', () => {
    expect(last('RUN', 'RUN echo a \\').code).toBe('RUN echo a');
  });

  it('do not continue after an escaped escape character', () => {
    expect(last('RUN', 'RUN a\\\\').code).toBe('RUN a\\\\');
  });

  it('may have Windows line endings and a byte order mark', () => {
    const { instructions } = parseStrictly('\ufeffFROM a\r\nRUN x \\\r\n y\r\n');
    expect(instructions.map(({ code }) => code)).toEqual(['FROM a', 'RUN x  y']);
    expect(instructions[0]?.range.start).toEqual({ line: 1, column: 2, offset: 1 });
  });

  it('of more than 65535 bytes are refused', () => {
    expect(firstError(`FROM a\nRUN ${'x'.repeat(65_532)}\n`)).toBe(
      'dockerfile line greater than max allowed size of 65535',
    );
    expect(firstError(`FROM a\nRUN ${'x'.repeat(65_531)}\n`)).toBeUndefined();
    expect(firstError(`FROM a\nRUN ${'é'.repeat(32_766)}\n`)).toContain('dockerfile line greater than');
  });
});

describe('parser directives', () => {
  it('are read from the top until anything else comes', () => {
    const { directives, escape: escapeCharacter } = parseDockerfile(
      '# syntax = docker/dockerfile:1\n#check=skip=all;error=true\n# ESCAPE=`\nFROM a\nRUN a `\n b',
    );
    expect(directives.map(({ name, value }) => [name, value.text])).toEqual([
      ['syntax', 'docker/dockerfile:1'],
      ['check', 'skip=all;error=true'],
      ['escape', '`'],
    ]);
    expect(escapeCharacter).toBe('`');
  });

  it.each(['# hello\n# escape=`\n', '\n# escape=`\n', '# unknown=x\n# escape=`\n', 'FROM a\n# escape=`\n'])(
    'come too late in %j',
    (text) => {
      expect(parseDockerfile(`${text}FROM a`).escape).toBe('\\');
    },
  );

  it('can be given once and with a value that exists', () => {
    expect(firstError('# escape=`\n# escape=`\nFROM a')).toBe('only one escape parser directive can be used');
    expect(firstError('# escape=x\nFROM a')).toBe("invalid escape token 'x' does not match ` or \\");
  });
});

describe('heredocs', () => {
  it('may be several on a line, with tabs dropped and names quoted', () => {
    const copy = last('COPY', 'COPY <<a.txt <<-"b.txt" f /h/\nA $X\na.txt\n\tB\n\tb.txt\n');
    expect(texts(copy.sources)).toEqual(['f']);
    expect(copy.destination.text).toBe('/h/');
    expect(
      copy.inlineFiles.map(({ name, content, expand, chomp }) => [name, content, expand, chomp]),
    ).toEqual([
      ['a.txt', 'A $X\n', true, false],
      ['b.txt', '\tB\n', false, true],
    ]);
    expect(copy.range.end.line).toBe(6);
  });

  it('are not comments, continuations or instructions inside', () => {
    const { instructions } = parseStrictly('FROM a\nRUN <<E\n# x \\\nFROM b\nE\nUSER c');
    expect(instructions.map(({ kind }) => kind)).toEqual(['FROM', 'RUN', 'USER']);
  });

  it('only exist in RUN, COPY and ADD, also behind ONBUILD, and not in JSON', () => {
    expect(last('CMD', 'CMD <<E').command).toMatchObject({ text: { text: '<<E' } });
    expect(last('RUN', 'RUN ["sh", "<<E"]').heredocs).toEqual([]);
    expect(last('ONBUILD', 'ONBUILD RUN <<E\nx\nE\n').expression).toBe('RUN <<E\nx\nE');
  });

  it('must end', () => {
    expect(firstError('FROM a\nRUN <<E\nfoo\n')).toBe('unterminated heredoc');
  });

  it('can not be a destination', () => {
    expect(firstError('FROM a\nCOPY x <<E\nE\n')).toBe(
      'dockerfile parse error on line 2: COPY cannot accept a heredoc as a destination',
    );
  });
});

describe('instructions', () => {
  it('know where their arguments are, across continued lines', () => {
    const { instructions, source } = parseStrictly('FROM a\nCOPY --from=b \\\n  one two \\\n  /dst/');
    const copy = instructions[1];
    if (copy?.kind !== 'COPY') throw new Error('expected COPY');
    const written = [copy.keyword, ...copy.sources, copy.destination].map(({ range }) =>
      source.text.slice(range.start.offset, range.end.offset),
    );
    expect(written).toEqual(['COPY', 'one', 'two', '/dst/']);
    expect(copy.from?.range.start).toEqual({ line: 2, column: 13, offset: 19 });
    expect(copy.destination.range.start).toMatchObject({ line: 4, column: 3 });
  });

  it('take JSON when it is JSON and shell text when it is not', () => {
    expect(last('CMD', "CMD ['a', 'b']").command).toMatchObject({
      form: 'shell',
      text: { text: "['a', 'b']" },
    });
    const json = last('CMD', 'CMD [ "a" , "b\\u0041\\"\\ud800" ]').command;
    expect(json.form === 'json' && texts(json.args)).toEqual(['a', 'bA"\ufffd']);
    expect(last('CMD', 'CMD').command).toMatchObject({ form: 'shell', text: { text: '' } });
    expect(last('ENTRYPOINT', 'ENTRYPOINT []').command).toEqual({ form: 'json', args: [] });
    expect(last('CMD', 'CMD ["a"] # c').command.form).toBe('shell');
    expect(firstError('FROM a\nCMD ["a", 1]')).toBe(
      'when using JSON array syntax, arrays must be comprised of strings only',
    );
  });

  it('take names and values with quotes still in them', () => {
    const pairs = (text: string) => last('ENV', text).pairs.map(({ key, value }) => [key.text, value.text]);
    expect(pairs('ENV A=1 B="x y" C=un\\ quoted D=')).toEqual([
      ['A', '1'],
      ['B', '"x y"'],
      ['C', 'un\\ quoted'],
      ['D', ''],
    ]);
    expect(pairs('ENV OLD style value with  spaces')).toEqual([['OLD', 'style value with  spaces']]);
    expect(last('ENV', 'ENV OLD x').legacy).toBe(true);
    expect(last('LABEL', 'LABEL "com.example.k"="v w"').pairs[0]?.key.text).toBe('"com.example.k"');
    expect(firstError('FROM a\nENV A')).toBe('ENV must have two arguments');
    expect(firstError('FROM a\nENV A=1 B')).toBe(
      'Syntax error - can\'t find = in "B". Must be of the form: name=value',
    );
    expect(firstError('FROM a\nENV =1')).toBe('dockerfile parse error on line 2: ENV names can not be blank');
    expect(firstError('FROM a\nENV')).toBe(
      'dockerfile parse error on line 2: ENV requires at least one argument',
    );
  });

  it('may be several ARGs in one', () => {
    const { args } = last('ARG', 'ARG A B= C="x y"');
    expect(args.map(({ name, value }) => [name.text, value?.text])).toEqual([
      ['A', undefined],
      ['B', ''],
      ['C', '"x y"'],
    ]);
  });

  it('have the flags of BuildKit, labs marked', () => {
    const copy = last(
      'COPY',
      'COPY --chown=app --chmod=755 --link --exclude=*.md --exclude=b --parents a b /c/',
    );
    expect([copy.chown?.text, copy.chmod?.text, copy.link, copy.parents]).toEqual(['app', '755', true, true]);
    expect(texts(copy.exclude)).toEqual(['*.md', 'b']);
    expect(copy.flags.filter(({ labs }) => labs).map(({ name }) => name)).toEqual(['parents']);
    const add = last('ADD', 'ADD --checksum=sha256:x --unpack=false --keep-git-dir a /b');
    expect([add.checksum?.text, add.unpack, add.keepGitDir]).toEqual(['sha256:x', false, true]);
    expect(last('RUN', 'RUN --network=none --security=insecure x')).toMatchObject({
      network: 'none',
      security: 'insecure',
    });
  });

  it.each([
    ['COPY --foo a /x', 'unknown flag: --foo (did you mean from?)'],
    ['COPY --link=maybe a /x', 'expecting boolean value for flag --link, not: maybe'],
    ['COPY --link= a /x', 'missing a value on flag: --link'],
    ['COPY --from a /x', 'missing a value on flag: --from'],
    ['COPY --chmod=1 --chmod=2 a /x', 'duplicate flag specified: --chmod'],
    ['RUN --network=x y', 'invalid network mode "x"'],
    [
      'COPY a',
      'COPY requires at least two arguments, but only one was provided. Destination could not be determined',
    ],
    ['RUNN x', 'unknown instruction: RUNN (did you mean RUN?)'],
    ['runn x', 'unknown instruction: runn (did you mean run?)'],
    ['FROM a b', 'FROM requires either one or three arguments'],
    [
      'FROM a AS 1st',
      `invalid name for build stage: "1st", name can't start with a number or contain symbols`,
    ],
    ['SHELL bash -c', 'SHELL requires the arguments to be in JSON form'],
    ['ONBUILD ONBUILD RUN x', "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"],
    ['ONBUILD FROM x', "FROM isn't allowed as an ONBUILD trigger"],
    ['VOLUME [" "]', 'VOLUME specified can not be an empty string'],
    ['WORKDIR', 'WORKDIR requires exactly one argument'],
    ['EXPOSE', 'EXPOSE requires at least one argument'],
    ['HEALTHCHECK NONE x', 'HEALTHCHECK NONE takes no arguments'],
    ['HEALTHCHECK CMD', 'Missing command after HEALTHCHECK CMD'],
    ['HEALTHCHECK TCP 80', 'Unknown type "TCP" in HEALTHCHECK (try CMD)'],
    ['HEALTHCHECK --interval=5 CMD x', 'time: missing unit in duration "5"'],
    ['HEALTHCHECK --timeout=1us CMD x', 'Interval "timeout" cannot be less than 1ms'],
    ['HEALTHCHECK --retries=-1 CMD x', '--retries cannot be negative (-1)'],
    ['RUN --mount=from=$X y', "'from' doesn't support variable expansion, define alias stage instead"],
  ])('%s: %s', (line, message) => {
    expect(firstError(`FROM a\n${line}`)).toBe(`dockerfile parse error on line 2: ${message}`);
  });

  it('read health checks with durations', () => {
    const check = last(
      'HEALTHCHECK',
      'HEALTHCHECK --interval=5s --timeout=1.5s --start-period=1m --start-interval=100ms --retries=2 CMD wget || exit 1',
    );
    expect(check).toMatchObject({
      command: { form: 'shell', text: { text: 'wget || exit 1' } },
      interval: 5e9,
      timeout: 1.5e9,
      startPeriod: 60e9,
      startInterval: 1e8,
      retries: 2,
    });
    expect(last('HEALTHCHECK', 'HEALTHCHECK NONE').command).toBeUndefined();
    expect(last('HEALTHCHECK', 'HEALTHCHECK cmd ["a"]').command?.form).toBe('json');
  });

  it('parse as triggers on their own', () => {
    expect(parseTrigger('COPY s.sh /ob/').kind).toBe('COPY');
    expect(() => parseTrigger('RUN a\nRUN b')).toThrow('onbuild trigger should be a single expression');
    expect(() => parseTrigger('COPY a')).toThrow('COPY requires at least two arguments');
  });
});

describe('stages', () => {
  it('are found by name in any case, by the last of that name, or by index', () => {
    const { stages, metaArgs } = parseStrictly('ARG V=1\nFROM a AS Base\nRUN x\nFROM b\nFROM c AS base\n');
    expect(metaArgs).toHaveLength(1);
    expect(stages.map(({ name, instructions }) => [name, instructions.length])).toEqual([
      ['base', 1],
      [undefined, 0],
      ['base', 0],
    ]);
    expect(findStage(stages, 'BASE')?.index).toBe(2);
    expect(findStage(stages, '1')?.index).toBe(1);
    expect(findStage(stages, '3')).toBeUndefined();
    expect(findStage(stages, '-1')).toBeUndefined();
    expect(findStage(stages, 'other')).toBeUndefined();
  });

  it.each([
    ['', 'the Dockerfile cannot be empty'],
    ['# hi', 'file with no instructions'],
    ['RUN x', 'no build stage in current context'],
    ['ARG x', 'dockerfile contains no stages to build'],
  ])('must be there: %j', (text, message) => {
    expect(firstError(text)).toBe(message);
  });
});

describe('problems', () => {
  it('are all reported, and the first is the one that BuildKit prints', () => {
    const text = 'FROM a\nRUNN x\nRUN ok\nENV A\nCOPY b';
    expect(parseDockerfile(text).problems.map(({ lines }) => lines?.[0]?.first)).toEqual([2, 4, 5]);
    expect(parseDockerfile(text).instructions.map(({ kind }) => kind)).toEqual(['FROM', 'RUN']);
    // BuildKit reads all lines before it understands any.
    expect(firstError(text)).toBe('ENV must have two arguments');
    expect(() => parseStrictly(text)).toThrow('ENV must have two arguments');
  });
});

describe('a word that was meant otherwise', () => {
  it.each([
    ['FROM a\nCPOY x /', 'FROM a\nCOPY x /'],
    ['from a\nrunn x', 'from a\nrun x'],
    ['FROM a\nCOPY --form=b x /', 'FROM a\nCOPY --from=b x /'],
  ])('can be mended: %j', (text, mended) => {
    const [edit] = parseDockerfile(text).firstError?.fix?.edits ?? [];
    if (edit === undefined) throw new Error('expected a fix');
    expect(text.slice(0, edit.from) + edit.text + text.slice(edit.to)).toBe(mended);
  });

  it('is not guessed from afar', () => {
    expect(parseDockerfile('FROM a\nWHATEVER x').firstError?.fix).toBeUndefined();
  });
});

describe('any text', () => {
  const line = fc
    .tuple(
      fc.constantFrom(
        'FROM',
        'RUN',
        'COPY',
        'ADD',
        'ENV',
        'ARG',
        'LABEL',
        'HEALTHCHECK',
        'ONBUILD',
        'VOLUME',
        'x',
        '#',
        '',
      ),
      fc.array(
        fc.constantFrom(
          '--from=a',
          '--mount=type=cache',
          '<<E',
          'E',
          '["a"',
          ',',
          '"b"]',
          '=',
          'a=b',
          "'",
          '"',
          '\\',
          'CMD',
          '$X',
          '\t',
          '😀',
          '\r',
        ),
        { maxLength: 6 },
      ),
    )
    .map(([keyword, words]) => [keyword, ...words].join(' '));
  const text = fc.oneof(
    fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  it('is parsed without an exception, every range inside the text', () => {
    fc.assert(
      fc.property(text, (input) => {
        const { instructions, problems } = parseDockerfile(input);
        for (const { range } of [...instructions, ...problems]) {
          expect(range.start.offset).toBeGreaterThanOrEqual(0);
          expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset);
          expect(range.end.offset).toBeLessThanOrEqual(input.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same instructions when they are printed and parsed again', () => {
    fc.assert(
      fc.property(text, (input) => {
        const { instructions, directives } = parseDockerfile(input);
        const head = directives.map(({ name, value }) => `# ${name}=${value.text}\n`).join('');
        // Each instruction's own source is its canonical print.
        const printed = head + instructions.map(({ source }) => source).join('\n');
        const again = parseDockerfile(printed).instructions;
        expect(again.map(({ code }) => code)).toEqual(instructions.map(({ code }) => code));
      }),
      { numRuns: 2000 },
    );
  });
});
