/** Runs jobs given by its parent, one after the other, and answers their results. One process a core. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBytes, toText } from '../../../src/filesystem/byte-string.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { testFilesystem } from './filesystem.ts';
import { type Job, type JobResults, readResults } from './suites.ts';

export interface ShardAnswer {
  readonly job: Job;
  readonly results: JobResults;
  readonly output: string;
  readonly seconds: number;
  /** The job did not end by itself. */
  readonly timedOut: boolean;
}

/** A job that takes longer hangs. Seconds. */
const patience = 300;

const [folder = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '../../..');
const applets = readFileSync(join(root, 'public/busybox.links'), 'utf8').trim().split('\n');
const read = (path: string) => {
  const bytes = new Uint8Array(readFileSync(path));
  return { bytes, module: new WebAssembly.Module(bytes) };
};
const busybox = read(join(root, 'public/busybox.wasm'));
const programs = ['printenv', 'recho', 'zecho'].map((name) => read(join(folder, 'shell/ash_test', name)));
const sandbox = new Sandbox({ busybox, applets, programs });
const tree = testFilesystem(busybox.bytes, applets, folder);

async function run(job: Job): Promise<ShardAnswer> {
  let output = '';
  const started = performance.now();
  const signal = AbortSignal.timeout(patience * 1000);
  let timedOut = false;
  await sandbox
    .run({
      root: tree,
      argv: ['/bin/sh', '-c', job.script],
      env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'HOME=/root',
        'LANG=en_US.UTF-8',
      ],
      cwd: '/',
      user: { uid: 0, gid: 0, groups: [0] },
      hostname: 'localhost',
      onOutput: (_stream, bytes) => {
        output += fromBytes(bytes);
      },
      signal,
    })
    .catch((error) => {
      if (!signal.aborted) throw error;
      timedOut = true;
    });
  const text = toText(output);
  const seconds = (performance.now() - started) / 1000;
  return { job, results: readResults(job, text), output: text, seconds, timedOut };
}

process.on('message', async (job: Job) => {
  process.send?.(await run(job));
});
process.send?.('ready');
