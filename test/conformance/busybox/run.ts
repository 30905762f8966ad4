/**
 * busybox's own tests, run by our busybox in our kernel: `shell/ash_test` and `testsuite/`. Every result is
 * compared with `expectations.json`: a failure that is not listed fails, and so does a listed one that passes.
 *
 * Arguments: names of jobs (`ash-misc`, `awk`) to run only those and print what they print.
 */
import { execFileSync, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ShardAnswer } from './shard.ts';
import { type Job, listJobs, type SuiteName } from './suites.ts';

interface Expectation {
  readonly passed: number;
  /** By test: why it can't pass here. */
  readonly failures: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../../..');
const expectations = JSON.parse(
  readFileSync(join(import.meta.dirname, 'expectations.json'), 'utf8'),
) as Readonly<Record<SuiteName, Expectation>>;

/** The tests with the programs they need, made once for each form of the build. */
function testFolder(): string {
  const inputs = ['busybox/tests.sh', 'busybox/provenance.json', 'public/busybox.wasm'];
  const hash = createHash('sha256');
  for (const path of inputs) hash.update(readFileSync(join(root, path)));
  const cache = join(root, 'node_modules/.cache/busybox-tests');
  const folder = join(cache, hash.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const unfinished = `${folder}.unfinished`;
  execFileSync('bash', [join(root, 'busybox/tests.sh'), unfinished], { stdio: 'inherit' });
  copyFileSync(join(root, 'public/busybox.wasm'), join(unfinished, 'busybox'));
  renameSync(unfinished, folder);
  return folder;
}

/** Runs all jobs, as many at once as there are cores. */
function runAll(folder: string, jobs: readonly Job[]): Promise<readonly ShardAnswer[]> {
  const waiting = [...jobs];
  const answers: ShardAnswer[] = [];
  const shards = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, () => {
    return new Promise<void>((resolve, reject) => {
      const child = fork(join(import.meta.dirname, 'shard.ts'), [folder], {
        execArgv: ['--import', 'tsx'],
      });
      let current: Job | undefined;
      const next = () => {
        current = waiting.shift();
        if (current === undefined) child.disconnect();
        else child.send(current);
      };
      child.on('message', (message: ShardAnswer | 'ready') => {
        if (message !== 'ready') answers.push(message);
        next();
      });
      child.on('error', reject);
      child.on('exit', (code) => {
        if (code === 0 && current === undefined) resolve();
        else reject(new Error(`the shard that ran ${current?.name ?? 'nothing'} ended with ${code}`));
      });
    });
  });
  return Promise.all(shards).then(() => answers);
}

function compare(suite: SuiteName, answers: readonly ShardAnswer[], partial: boolean): readonly string[] {
  const { passed: expected, failures } = expectations[suite];
  const own = answers.filter(({ job }) => job.suite === suite);
  const passed = own.flatMap(({ results }) => results.passed);
  const failed = own.flatMap(({ results }) => results.failed);
  const skipped = own.flatMap(({ results }) => results.skipped);
  console.log(`${suite}: ${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
  const complaints = own
    .filter(({ timedOut }) => timedOut)
    .map(({ job }) => `${job.name} did not end by itself`);
  for (const name of failed) if (failures[name] === undefined) complaints.push(`${name} fails`);
  for (const name of passed) {
    if (failures[name] !== undefined) {
      complaints.push(`${name} passes now: take it out of expectations.json`);
    }
  }
  if (partial) return complaints;
  for (const name of Object.keys(failures)) {
    if (!failed.includes(name) && !passed.includes(name)) complaints.push(`${name} was not run`);
  }
  if (passed.length !== expected) {
    complaints.push(`${suite}: ${passed.length} tests passed where ${expected} are expected`);
  }
  return complaints;
}

const named = process.argv.slice(2);
const folder = testFolder();
const jobs = listJobs(folder).filter(({ name }) => named.length === 0 || named.includes(name));
const answers = await runAll(folder, jobs);
if (named.length > 0) for (const { output } of answers) console.log(output);
const slow = [...answers].sort((a, b) => b.seconds - a.seconds).slice(0, 5);
console.log(`slowest: ${slow.map(({ job, seconds }) => `${job.name} ${seconds.toFixed(1)} s`).join(', ')}`);
const complaints = (['ash_test', 'testsuite'] as const).flatMap((suite) =>
  compare(suite, answers, named.length > 0),
);
for (const complaint of complaints) console.log(`✗ ${complaint}`);
const total = answers.reduce((sum, { results }) => sum + results.passed.length, 0);
console.log(`${total} passed, ${complaints.length} failed`);
process.exitCode = complaints.length === 0 ? 0 : 1;
