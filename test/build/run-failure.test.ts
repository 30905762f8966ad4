import { describe, expect, it } from 'vitest';
import { failedRun } from '../../src/build/run-failure.ts';

const explanation = (words: readonly string[], exitCode: number) =>
  failedRun(words, exitCode, undefined, []).explanation;

describe('a RUN that failed in bash', () => {
  it('says what bash is here when that may be why', () => {
    for (const exitCode of [2, 127]) {
      expect(explanation(['/bin/bash', '-c', 'a=(1 2)'], exitCode)).toContain('has no arrays');
      expect(explanation(['/bin/sh', '-c', 'bash -c "declare -i x"'], exitCode)).toContain('declare');
    }
  });

  it('says nothing of bash otherwise', () => {
    expect(explanation(['/bin/bash', '-c', 'false'], 1)).not.toContain('busybox');
    expect(explanation(['/bin/sh', '-c', 'x=('], 2)).not.toContain('arrays');
  });
});
