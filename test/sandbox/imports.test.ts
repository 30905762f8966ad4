import { describe, expect, test } from 'vitest';
import table from '../../src/sandbox/imports.json' with { type: 'json' };
import { blockingCalls, implementedCalls } from '../../src/sandbox/imports.ts';
import { busyboxModule } from './shell.ts';

describe('the import table', () => {
  test('names exactly the calls that are implemented', () => {
    expect(implementedCalls).toEqual(table.map(({ name }) => name).sort());
  });

  test('marks exactly the calls that may block', () => {
    const marked = table.filter(({ blocks }) => blocks).map(({ name }) => name);
    expect(marked.sort()).toEqual(Object.keys(blockingCalls).sort());
  });

  test('names each call once', () => {
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  });

  test('has all that busybox imports', () => {
    const known = new Set(table.map(({ module, name }) => `${module}.${name}`));
    const wanted = WebAssembly.Module.imports(busyboxModule).map(({ module, name }) => `${module}.${name}`);
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });
});
