/**
 * Random projects, built by us and by the real BuildKit: every image equal as bytes, every error the same sentence.
 * `npm run conformance -- random` begins with the seed that it prints; `random SEED [BUILDS]` repeats it.
 */
import { readImage } from '../built-image.ts';
import { listLayer } from '../listing.ts';
import { listDifference } from '../tally.ts';
import { type Both, BuildPlace, hasDocker, loadBase, type Outcome } from './builders.ts';
import { type RandomProject, randomProject } from './random-project.ts';

const [seedText = String(Date.now() % 1_000_000_007), buildsText = '100'] = process.argv.slice(2);

async function compareAll(seed: number, builds: number): Promise<void> {
  console.log(`seed ${seed}, ${builds} builds`);
  loadBase();
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

async function buildBoth(project: RandomProject): Promise<Both> {
  const place = new BuildPlace();
  try {
    place.lay(project);
    return await place.build({ ...project, options: ['--no-cache', ...project.options] });
  } finally {
    place.remove();
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

if (hasDocker) await compareAll(Number(seedText), Number(buildsText));
else {
  console.log(
    'Left out: DRYDOCK_DOCKER names no Docker to compare with. See test/conformance/random/builders.ts.',
  );
  console.log('0 passed, 0 failed');
}
