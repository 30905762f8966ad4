/** Which step of the last build a step of this one is. */
import { describe, expect, it } from 'vitest';
import { alignSteps } from '../../src/build/step-alignment.ts';

const align = (before: string, after: string) => alignSteps(before.split(' '), after.split(' '));

describe('a step', () => {
  it('is itself, also where others were put in or taken out', () => {
    expect(align('FROM/a RUN/b RUN/c', 'FROM/a COPY/x RUN/b RUN/c')).toEqual([0, undefined, 1, 2]);
    expect(align('FROM/a RUN/b RUN/c', 'FROM/a RUN/c')).toEqual([0, 2]);
  });

  it('was edited when it stands where another of its keyword was', () => {
    expect(align('FROM/a RUN/b RUN/c', 'FROM/a RUN/B RUN/c')).toEqual([0, 1, 2]);
    expect(align('FROM/a COPY/x RUN/b', 'FROM/a RUN/B')).toEqual([0, 2]);
  });

  it('is new when nothing of its keyword is left there', () => {
    expect(align('FROM/a RUN/b', 'FROM/a RUN/b RUN/c')).toEqual([0, 1, undefined]);
    expect(align('FROM/a RUN/b', 'FROM/a COPY/c RUN/b')).toEqual([0, undefined, 1]);
  });

  it('is new when the Dockerfile is hardly the same at all', () => {
    expect(align('FROM/a RUN/b RUN/c RUN/d', 'FROM/a RUN/x RUN/y RUN/z')).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is looked for in time that a huge Dockerfile can bear', () => {
    const many = Array.from({ length: 4000 }, (_, index) => `RUN/${index}`);
    expect(alignSteps(many, [...many.slice(0, -1), 'RUN/new'])).toHaveLength(4000);
  });
});
