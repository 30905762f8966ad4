/**
 * How long our engine and BuildKit take for the recorded cases of test/conformance/oracle: wall time from the command
 * to the image's tar. Ours runs in this process with a new cache folder for each build, and reads the base image from
 * its archive each time, which BuildKit has in its store; `processor` is the time it computed, which a busy machine
 * changes less; `again` is the same build once more; `times` compares BuildKit's wall time with ours.
 *
 * BuildKit is asked where DRYDOCK_DOCKER names a Docker with the containerd image store, for example
 * `docker -H unix:///run/docker.sock`; DRYDOCK_DOCKER_ROOT is its client's root folder when that runs in a chroot.
 * DRYDOCK_CASES names cases (`08,29`); by default all that are stored whole.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isLarge, layContext } from '../conformance/oracle/lay-context.ts';
import { runCli, withFolder } from '../conformance/run-cli.ts';
import { median } from './median.ts';

const cases = fileURLToPath(new URL('../conformance/oracle/', import.meta.url));
const epoch = '1700000000';
/** As `docker save` writes it. */
const base = gunzipSync(readFileSync(join(cases, 'base/busybox-docker.tar.gz')));
/** What a build of ours should be faster than BuildKit's by. */
const target = 5;

interface Docker {
  readonly command: readonly string[];
  /** Where its client's file system begins. */
  readonly root: string;
}

interface Build {
  readonly name: string;
  readonly folder: string;
  /** Options of both command lines. */
  readonly options: readonly string[];
}

export async function run(): Promise<void> {
  const docker = findDocker();
  if (docker === undefined) {
    console.log('BuildKit is not asked: DRYDOCK_DOCKER names no Docker. See test/bench/build.ts.');
  }
  const column = (text: string): string => text.padStart(11);
  const titles = ['ours', 'processor', 'again', 'BuildKit', 'times'];
  console.log(`${'milliseconds'.padEnd(34)}${titles.map(column).join('')}`);
  const ratios: { readonly name: string; readonly ratio: number }[] = [];
  for (const build of builds()) {
    const { ours, processor, again, theirs } = await measure(build, docker);
    const ratio = theirs === undefined ? undefined : theirs / ours;
    if (ratio !== undefined) ratios.push({ name: build.name, ratio });
    const whole = [ours, processor, again, theirs].map((figure) => figure?.toFixed(0) ?? '');
    console.log(`${build.name.padEnd(34)}${[...whole, ratio?.toFixed(1) ?? ''].map(column).join('')}`);
  }
  if (ratios.length === 0) return;
  const slow = ratios.filter(({ ratio }) => ratio < target);
  console.log(
    `median: ${median(ratios.map(({ ratio }) => ratio)).toFixed(1)} times as fast; ` +
      `less than ${target} times: ${slow.map(({ name }) => name).join(', ') || 'none'}`,
  );
}

function builds(): Build[] {
  const wanted = process.env.DRYDOCK_CASES?.split(',');
  const isWanted = (name: string): boolean =>
    wanted === undefined ? !isLarge(join(cases, name)) : wanted.some((each) => name.startsWith(each));
  return readdirSync(cases)
    .filter((name) => existsSync(join(cases, name, 'Dockerfile')) && isWanted(name))
    .sort()
    .flatMap((name) => {
      const folder = join(cases, name);
      const lines = (file: string): string[] =>
        existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trimEnd().split('\n') : [];
      const targets = existsSync(join(folder, 'targets'))
        ? readFileSync(join(folder, 'targets'), 'utf8').replace(/\n$/, '').split('\n')
        : [''];
      const common = [...lines('args').map((each) => `--build-arg=${each}`), ...lines('options')];
      return targets.map((stage) => ({
        name: stage === '' ? name : `${name} ${stage}`,
        folder,
        options: [...common, ...(stage === '' ? [] : [`--target=${stage}`])],
      }));
    });
}

const baseArchive = (place: string): string => join(place, 'base.tar');
const contextOf = (place: string): string => join(place, `context-${basename(place)}`);

/** Medians, in turns, so that what else the machine does meets both. */
async function measure(build: Build, docker: Docker | undefined) {
  const runs = isLarge(build.folder) ? 1 : 3;
  const ours: number[] = [];
  const processor: number[] = [];
  const again: number[] = [];
  const theirs: number[] = [];
  const place = mkdtempSync(join(docker?.root ?? '', '/tmp/drydock-bench-'));
  try {
    cpSync(build.folder, join(place, 'case'), { recursive: true });
    writeFileSync(baseArchive(place), base);
    layContext(build.folder, place);
    // BuildKit takes two contexts of one name for two states of one folder, and compares times but not bytes.
    renameSync(join(place, 'context'), contextOf(place));
    for (let at = 0; at < runs; at++) {
      await withFolder(async (cache) => {
        const before = process.cpuUsage();
        ours.push(await timed(() => buildHere(build, place, cache)));
        const { user, system } = process.cpuUsage(before);
        processor.push((user + system) / 1000);
        again.push(await timed(() => buildHere(build, place, cache)));
      });
      if (docker !== undefined) theirs.push(await timed(() => buildThere(build, place, docker)));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return {
    ours: median(ours),
    processor: median(processor),
    again: median(again),
    theirs: docker === undefined ? undefined : median(theirs),
  };
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const output = 'type=oci,dest=-,rewrite-timestamp=true';

async function buildHere({ name, options }: Build, place: string, cache: string): Promise<void> {
  const { exitCode, standardError } = await runCli(
    [
      ...['build', '--build-context', `spike/base:1=docker-archive:${baseArchive(place)}`],
      ...['--cache-dir', cache, '--output', output],
      ...options.map((each) => each.replaceAll('{case}', join(place, 'case'))),
      ...['--file', join(place, 'case/Dockerfile'), contextOf(place)],
    ],
    { environment: { SOURCE_DATE_EPOCH: epoch } },
  );
  if (exitCode !== 0) throw new Error(`${name}: our build failed\n${standardError}`);
}

function buildThere({ name, options }: Build, place: string, { command, root }: Docker): void {
  const seen = place.slice(root.length);
  const [program = '', ...first] = command;
  const { status, stderr } = spawnSync(
    program,
    [
      ...[...first, 'buildx', 'build', '--no-cache', '--network=none', '--provenance=false'],
      ...['--output', `${output},compression=uncompressed`],
      ...options.map((each) => each.replaceAll('{case}', `${seen}/case`)),
      ...['--file', `${seen}/case/Dockerfile`, contextOf(seen)],
    ],
    {
      env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
      stdio: ['ignore', 'ignore', 'pipe'],
      maxBuffer: 2 ** 26,
    },
  );
  if (status !== 0) throw new Error(`${name}: BuildKit's build failed\n${stderr}`);
}

/** With the base image in it. */
function findDocker(): Docker | undefined {
  const { DRYDOCK_DOCKER, DRYDOCK_DOCKER_ROOT } = process.env;
  if (DRYDOCK_DOCKER === undefined || DRYDOCK_DOCKER === '') return undefined;
  const [program = '', ...first] = DRYDOCK_DOCKER.split(' ');
  execFileSync(program, [...first, 'load'], { input: base, stdio: ['pipe', 'ignore', 'inherit'] });
  return { command: [program, ...first], root: DRYDOCK_DOCKER_ROOT ?? '' };
}
