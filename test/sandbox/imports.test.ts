import { describe, expect, it } from 'vitest';
import table from '../../src/sandbox/imports.json' with { type: 'json' };
import { blockingCalls, implementedCalls } from '../../src/sandbox/imports.ts';

describe('the import table', () => {
  /** For job control, which needs a terminal: the module is built without it. */
  const unused = ['getpgid', 'setpgid'];

  it('names exactly the calls that the kernel implements, each once', () => {
    const named = table.map(({ name }) => name);
    expect(implementedCalls).toEqual([...named, ...unused].sort());
    expect(new Set(implementedCalls).size).toBe(implementedCalls.length);
  });

  it('says of exactly the blocking calls that they block', () => {
    const blocking = table.filter(({ blocks }) => blocks).map(({ name }) => name);
    expect(Object.keys(blockingCalls).sort()).toEqual(blocking.sort());
  });
});
