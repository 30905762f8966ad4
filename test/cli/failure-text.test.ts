import { describe, expect, it } from 'vitest';
import { failureText } from '../../src/cli/failure-text.ts';

const problem = {
  code: 'run-failed',
  severity: 'error' as const,
  message: 'process "/bin/sh -c false" did not complete successfully: exit code: 1',
  explanation: 'The command ended with 1.',
  file: 'Dockerfile',
};

describe('a failed build', () => {
  it('shows the lines it speaks of among their neighbours, then Docker’s sentence and ours', () => {
    const text = 'FROM a\nENV x=1\nRUN false \\\n  more\nCMD y\n';
    expect(failureText([{ ...problem, lines: [{ first: 3, last: 4 }] }], { text, name: 'Dockerfile' })).toBe(
      [
        'Dockerfile:3',
        '--------------------',
        '   2 |     ENV x=1',
        '   3 | >>> RUN false \\',
        '   4 | >>>   more',
        '   5 |     CMD y',
        '--------------------',
        'ERROR: failed to build: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1',
        '',
        'The command ended with 1.',
        '',
      ].join('\n'),
    );
  });

  it('has no excerpt without a place, and says what Docker says just once', () => {
    const text = failureText(
      [
        {
          ...problem,
          message: 'failed to build: failed to solve: no build stage in current context',
          explanation: '',
        },
      ],
      { text: '', name: 'Dockerfile' },
    );
    expect(text).toBe('ERROR: failed to build: failed to solve: no build stage in current context\n');
  });
});
