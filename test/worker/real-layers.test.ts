/**
 * A real distribution's files under busybox. `DRYDOCK_ROOTFS` names a tar of a Debian root filesystem, as
 * `debootstrap --variant=minbase` and `tar` make it; without one this is left out.
 */
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { createBuildEngine } from '../../src/worker/build-engine.ts';
import type { PageFiles } from '../../src/worker/page-files.ts';
import { pageSandbox } from '../../src/worker/page-sandbox.ts';
import { runBuild } from '../../src/worker/run-build.ts';

const rootfs = process.env.DRYDOCK_ROOTFS;
if (rootfs === undefined)
  console.warn('Builds on a real Debian are left out: DRYDOCK_ROOTFS names no tar of one.');

const read = async (path: string) =>
  new Uint8Array(await readFile(join(resolve(import.meta.dirname, '../../public'), path)));
const files: PageFiles = {
  fetchFile: read,
  busybox: async () => {
    const bytes = await read('busybox.wasm');
    return { bytes, module: await WebAssembly.compile(bytes) };
  },
};

describe.skipIf(rootfs === undefined)('on a real Debian that was imported', () => {
  const engine = createBuildEngine({
    pageFiles: () => files,
    openSandbox: pageSandbox,
    openStore: async () => new MemoryStore('a test'),
    runBuild,
  });
  beforeAll(async () => {
    engine.begin('https://example.test/', []);
    const file = await openAsBlob(rootfs ?? '');
    const outcome = await engine.importImage({ file, fileName: 'debian.tar.gz', name: 'debian:real' });
    expect(outcome).toMatchObject({ outcome: 'imported', images: [{ names: ['debian:real'], layers: 1 }] });
  }, 120_000);

  /** What a RUN prints, and the message and explanation of its failure. */
  async function run(instruction: string): Promise<{ readonly output: string; readonly failure: string }> {
    const content = new TextEncoder().encode(`FROM debian:real\n${instruction}\n`);
    let output = '';
    const outcome = await engine.build(
      {
        entries: [{ path: 'Dockerfile', mode: 0o644, modified: 0, content }],
        registry: { policy: 'never' },
      },
      (events) => {
        for (const event of events) {
          if (event.type === 'step-output') output += new TextDecoder().decode(event.bytes);
        }
      },
    );
    const problems = outcome.outcome === 'failed' ? outcome.problems : [];
    return {
      output,
      failure: problems.map(({ message, explanation }) => `${message}\n${explanation}`).join('\n'),
    };
  }

  it.each([
    ['RUN ls -la /', /bin -> usr\/bin/],
    ['RUN cat /etc/debian_version', /^\d+/],
    ['RUN sort /etc/passwd | head -n 1', /^_apt:/],
    ['RUN dash -c "echo dash"', /^dash$/m],
    ['RUN bash -c "[[ abc == a* ]] && echo bash"', /^bash$/m],
    ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN false | true || echo piped', /^piped$/m],
    ['RUN ["/usr/bin/stat", "-c", "%a", "/tmp"]', /^1777$/m],
    ['RUN find /usr/share/doc -name copyright | wc -l', /^\d\d+$/m],
  ])('%s runs as on the real one', async (instruction, expected) => {
    const { output, failure } = await run(instruction);
    expect(failure).toBe('');
    expect(output).toMatch(expected);
  });

  it.each(['apt-get update', 'dpkg -l', 'perl -e 1'])(
    'RUN %s says that it is a native program',
    async (command) => {
      const { output, failure } = await run(`RUN ${command}`);
      expect(output).toContain('cannot execute: exec format error');
      expect(failure).toContain('exit code: 126');
      expect(failure).toContain('is a native program');
    },
  );

  it('names the limits of bash where a step meets them', async () => {
    expect((await run('SHELL ["/bin/bash", "-c"]\nRUN a=(1 2); echo ${a[1]}')).failure).toContain(
      'has no arrays',
    );
  });
});
