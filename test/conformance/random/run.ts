/**
 * Random projects, built by us and by the real BuildKit: every image equal as bytes, every error the same sentence.
 * `npm run conformance -- random` begins with the seed that it prints; `random SEED [BUILDS]` repeats it.
 *
 * Asks the Docker with the containerd image store that DRYDOCK_DOCKER names, as the bench of builds does.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readImage } from '../built-image.ts';
import { listLayer } from '../listing.ts';
import { baseContext, runCli, withFolder } from '../run-cli.ts';
import { listDifference } from '../tally.ts';
import { type RandomProject, randomProject } from './random-project.ts';

const [seedText = String(Date.now() % 1_000_000_007), buildsText = '100'] = process.argv.slice(2);
const epoch = '1700000000';
const { DRYDOCK_DOCKER = '', DRYDOCK_DOCKER_ROOT: root = '' } = process.env;
const [program = '', ...first] = DRYDOCK_DOCKER.split(' ');

/** The archive of an image, or the error's line. */
type Outcome = { readonly archive: Uint8Array } | { readonly error: string };

async function compareAll(seed: number, builds: number): Promise<void> {
  console.log(`seed ${seed}, ${builds} builds`);
  const base = gunzipSync(
    readFileSync(fileURLToPath(new URL('../oracle/base/busybox-docker.tar.gz', import.meta.url))),
  );
  spawnSync(program, [...first, 'load'], { input: base });
  let [passed, failed, images] = [0, 0, 0];
  for (let at = seed; at < seed + builds; at++) {
    const project = randomProject(at);
    const both = await buildBoth(project);
    if ('archive' in both.theirs) images++;
    const smaller = differenceOf(both) === undefined ? undefined : await smallest(project, both);
    if (smaller === undefined || (await isOtherOrder(smaller, both))) passed++;
    else {
      failed++;
      console.log(`FAILED ${at}: ${differenceOf(both)}\n${smaller.options.join(' ')}\n${smaller.dockerfile}`);
    }
  }
  console.log(`${images} of them images`);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

interface Both {
  readonly theirs: Outcome;
  readonly ours: Outcome;
}

let count = 0;

async function buildBoth(project: RandomProject): Promise<Both> {
  const place = mkdtempSync(join(root, '/tmp/drydock-random-'));
  const at = count++;
  try {
    layProject(project, place, contextOf(place, at));
    return { theirs: buildThere(project, place, at), ours: await buildHere(project, place, at) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The project without each line that is not needed for its two outcomes. */
async function smallest(project: RandomProject, both: Both): Promise<RandomProject> {
  let smaller = project;
  for (let at = lineCount(project) - 1; at >= 0; at--) {
    const tried = without(smaller, at);
    const outcomes = await buildBoth(tried);
    const isAsBefore =
      differenceOf(outcomes) !== undefined &&
      textOf(outcomes.theirs) === textOf(both.theirs) &&
      textOf(outcomes.ours) === textOf(both.ours);
    if (isAsBefore) smaller = tried;
  }
  return smaller;
}

/**
 * Whether there are two mistakes, of which each builder, that works on several steps at a time, came to another one
 * first: without the line of the one both tell of the other.
 */
async function isOtherOrder(project: RandomProject, { theirs, ours }: Both): Promise<boolean> {
  if (!('error' in theirs && 'error' in ours)) return false;
  const told = new Set<string>();
  for (let at = 0; at < lineCount(project); at++) {
    const outcomes = await buildBoth(without(project, at));
    if (differenceOf(outcomes) === undefined && 'error' in outcomes.ours) told.add(outcomes.ours.error);
  }
  return told.size > 1;
}

const linesOf = ({ dockerfile }: RandomProject): string[] => dockerfile.trimEnd().split('\n');
const lineCount = (project: RandomProject): number => linesOf(project).length;
const textOf = (outcome: Outcome): string => ('error' in outcome ? outcome.error : 'an image');

function without(project: RandomProject, line: number): RandomProject {
  return { ...project, dockerfile: `${linesOf(project).toSpliced(line, 1).join('\n')}\n` };
}

/** BuildKit takes two contexts of one name for two states of one folder, and compares times but not bytes. */
const contextOf = (place: string, at: number): string => join(place, `context-${process.pid}-${at}`);

function layProject({ dockerfile, context }: RandomProject, place: string, folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(place, 'Dockerfile'), dockerfile);
  for (const { path, type, mode, content } of context) {
    const at = join(folder, path);
    if (type === 'directory') mkdirSync(at);
    else if (type === 'symlink') symlinkSync(content, at);
    else writeFileSync(at, content);
    if (type !== 'symlink') chmodSync(at, mode);
  }
  for (const { path, mtime } of [...context].reverse()) lutimesSync(join(folder, path), mtime, mtime);
  lutimesSync(folder, 1_600_000_000, 1_600_000_000);
}

async function buildHere({ options }: RandomProject, place: string, at: number): Promise<Outcome> {
  return withFolder(async (cache) => {
    const { exitCode, standardOutput, standardError } = await runCli(
      [
        ...['build', '--build-context', baseContext, '--cache-dir', cache, ...options],
        ...['--output', 'type=oci,dest=-,rewrite-timestamp=true', '--file', join(place, 'Dockerfile')],
        contextOf(place, at),
      ],
      { environment: { SOURCE_DATE_EPOCH: epoch } },
    );
    return exitCode === 0 ? { archive: standardOutput } : errorIn(standardError);
  });
}

function buildThere({ options }: RandomProject, place: string, at: number): Outcome {
  const seen = place.slice(root.length);
  const { status, stdout, stderr } = spawnSync(
    program,
    [
      ...[
        ...first,
        'buildx',
        'build',
        '--no-cache',
        '--network=none',
        '--provenance=false',
        '--progress=plain',
        ...options,
      ],
      ...['--output', 'type=oci,dest=-,rewrite-timestamp=true,compression=uncompressed'],
      ...['--file', `${seen}/Dockerfile`, contextOf(seen, at)],
    ],
    { env: { ...process.env, SOURCE_DATE_EPOCH: epoch }, maxBuffer: 2 ** 28 },
  );
  return status === 0 ? { archive: stdout } : errorIn(stderr.toString());
}

/** Without what is another each time: BuildKit's names of its snapshots, and where it mounts them. */
function errorIn(text: string): Outcome {
  const error = /^ERROR: (.*)$/m.exec(text)?.[1] ?? text;
  return {
    error: error
      .replace(/ref \w+::\w+:/, 'ref:')
      .replace(/\/\S*\/(?:cachemounts\/buildkit\d+|tmp\/buildkit-mount\d+\/|snapshots\/\d+\/fs)/, ''),
  };
}

function differenceOf({ theirs, ours }: Both): string | undefined {
  if ('error' in theirs || 'error' in ours) return listDifference([textOf(theirs)], [textOf(ours)]);
  const [expected, got] = [readImage(theirs.archive), readImage(ours.archive)];
  if (expected.manifestText === got.manifestText) return undefined;
  const settings = listDifference(lines(expected.configText), lines(got.configText));
  const layers = expected.layers.flatMap((layer, at) => {
    const own = got.layers[at];
    if (own === undefined || Buffer.compare(layer, own) === 0)
      return own === undefined ? ['a layer is missing'] : [];
    return [`layer ${at}: ${listDifference(listLayer(layer), listLayer(own)) ?? 'bytes of its tar'}`];
  });
  return [settings, ...layers].filter(Boolean).join('\n') || 'the manifest';
}

const lines = (config: string): string[] => JSON.stringify(JSON.parse(config), undefined, 1).split('\n');

if (program === '') {
  console.log(
    'Left out: DRYDOCK_DOCKER names no Docker to compare with. See test/conformance/random/run.ts.',
  );
  console.log('0 passed, 0 failed');
} else {
  await compareAll(Number(seedText), Number(buildsText));
}
