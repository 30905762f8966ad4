import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dockerfile, parseDockerfile } from '../../src/dockerfile/parse.ts';
import { arbitraryDockerfile } from './arbitrary-dockerfile.ts';
import { printDockerfile } from './print.ts';

/** What the instructions mean: without the places and the spelling. */
function meaning({ instructions }: Dockerfile): unknown {
  const spelling = new Set(['range', 'source', 'code', 'comments', 'keyword', 'asKeyword']);
  return JSON.parse(
    JSON.stringify(instructions, (key, value: unknown) => (spelling.has(key) ? undefined : value)),
  );
}

describe('a Dockerfile that is printed', () => {
  it('means the same when it is parsed again, and prints the same', () => {
    fc.assert(
      fc.property(arbitraryDockerfile, (text) => {
        const parsed = parseDockerfile(text);
        const printed = printDockerfile(parsed);
        const again = parseDockerfile(printed);
        expect(meaning(again)).toEqual(meaning(parsed));
        expect(printDockerfile(again)).toBe(printed);
      }),
      { numRuns: 1500 },
    );
  });

  it('comes from texts that mostly have no mistake, with every instruction in them', () => {
    const samples = fc.sample(arbitraryDockerfile, { numRuns: 300, seed: 1 }).map(parseDockerfile);
    const kinds = new Set(samples.flatMap(({ instructions }) => instructions.map(({ kind }) => kind)));
    expect(kinds.size).toBe(18);
    const written = samples.reduce((sum, each) => sum + each.instructions.length, 0);
    const wrong = samples.reduce(
      (sum, each) => sum + each.problems.filter(({ severity }) => severity === 'error').length,
      0,
    );
    expect(wrong).toBeLessThan(written / 4);
  });

  it('is printed in one spelling', () => {
    const text = [
      '# escape=\\',
      'from   a  as  B',
      'copy \\',
      '  # why',
      '  --from=b ["x y", "/z"]',
      'run <<-"E" cat',
      '\tone',
      'E',
      'env k  some words',
      'label a="b c"   d=e',
    ].join('\n');
    expect(printDockerfile(parseDockerfile(text))).toBe(
      [
        '# escape=\\',
        'FROM a AS B',
        'COPY --from=b ["x y","/z"]',
        'RUN <<-"E" cat',
        '\tone',
        'E',
        'ENV k some words',
        'LABEL a="b c" d=e',
        '',
      ].join('\n'),
    );
  });
});
