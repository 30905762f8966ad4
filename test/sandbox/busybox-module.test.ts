/** The module in public/, the table of imports and the record of how the module was made belong together. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import provenance from '../../busybox/provenance.json' with { type: 'json' };
import table from '../../src/sandbox/imports.json' with { type: 'json' };

const read = (name: string) => readFileSync(resolve(import.meta.dirname, '../../public', name));
const fullName = ({ module, name }: { readonly module: string; readonly name: string }) =>
  `${module}.${name}`;

describe('the busybox module', () => {
  let module: WebAssembly.Module;
  beforeAll(async () => {
    module = await WebAssembly.compile(new Uint8Array(read('busybox.wasm')));
  });

  it('imports nothing that is not in the table', () => {
    const imports = WebAssembly.Module.imports(module);
    expect(imports.every(({ kind }) => kind === 'function')).toBe(true);
    const listed = new Set(table.map(fullName));
    expect(imports.map(fullName).filter((name) => !listed.has(name))).toEqual([]);
  });

  it('exports what suspending, forking and signals need', () => {
    const exports = WebAssembly.Module.exports(module).map(({ name, kind }) => `${kind} ${name}`);
    expect(exports).toEqual(
      expect.arrayContaining([
        'memory memory',
        'function _start',
        'function asyncify_start_unwind',
        'function asyncify_stop_unwind',
        'function asyncify_start_rewind',
        'function asyncify_stop_rewind',
        'function asyncify_get_state',
        'global __stack_pointer',
        'global __asyncify_data',
        'global __asyncify_buf',
        'global __posix_sigflag',
      ]),
    );
  });

  it.each(Object.entries(provenance.outputs))('%s is the file that its build recorded', (name, recorded) => {
    const bytes = read(name);
    expect({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }).toEqual(recorded);
  });

  it('has no path or time of the machine that built it', () => {
    const content = read('busybox.wasm').toString('latin1');
    expect(content).not.toMatch(/\/(?:home|root|tmp)\/[\w.]+\/[\w./]+\.[ch]\b/);
    expect(content).toContain(`BusyBox v1.35.0 (Debian ${provenance.source.version})`);
  });
});
