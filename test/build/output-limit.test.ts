import { describe, expect, it } from 'vitest';
import { limitOutput, outputLimit } from '../../src/build/output-limit.ts';
import type { OutputStream } from '../../src/sandbox/run-request.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function listen() {
  const told: Record<OutputStream, string> = { stdout: '', stderr: '' };
  const write = limitOutput((stream, some) => {
    told[stream] += new TextDecoder().decode(some);
  });
  return { told, write };
}

describe('the output of a step', () => {
  it('is told as it comes up to 2 MiB', () => {
    const { told, write } = listen();
    write('stdout', bytes('a\n'));
    write('stdout', new Uint8Array(outputLimit - 2).fill(0x62));
    expect(told.stdout).toHaveLength(outputLimit);
    expect(told.stdout).not.toContain('clipped');
  });

  it('is clipped after a whole line, says so once, and then is silent', () => {
    const { told, write } = listen();
    const line = bytes('y\n'.repeat(30_000));
    for (let at = 0; at < 1000; at++) write('stdout', line);
    expect(told.stdout.length).toBeLessThan(outputLimit + 100);
    expect(told.stdout.endsWith('y\n[output clipped, log limit 2MiB reached]\n')).toBe(true);
  });

  it('has the sentence on a line of its own even when the output has no lines', () => {
    const { told, write } = listen();
    write('stdout', new Uint8Array(outputLimit).fill(0x62));
    write('stdout', bytes('more'));
    expect(told.stdout.endsWith('b\n[output clipped, log limit 2MiB reached]\n')).toBe(true);
  });

  it('counts standard output and standard error apart', () => {
    const { told, write } = listen();
    write('stdout', new Uint8Array(outputLimit + 1));
    write('stderr', bytes('an error\n'));
    expect(told.stderr).toBe('an error\n');
  });
});
