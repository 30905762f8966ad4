/**
 * Random projects, changed at random and built again by us and by the real BuildKit: the same steps come from the cache.
 * `npm run conformance -- random-changes` begins with the seed that it prints; `random-changes SEED [PROJECTS]` repeats
 * it. Where DRYDOCK_DOCKER names a Docker: see test/conformance/random/builders.ts.
 */
import { type Choices, choicesFrom } from '../mulberry.ts';
import { BuildPlace, hasDocker, loadBase } from '../random/builders.ts';
import { type ContextEntry, type RandomProject, randomProject } from '../random/random-project.ts';
import { stepsIn } from '../steps.ts';
import { listDifference } from '../tally.ts';

const [seedText = String(Date.now() % 1_000_000_007), projectsText = '40'] = process.argv.slice(2);
/** Builds of each project after its first. */
const changes = 4;

/** What is done to a project, in a few words, and what it is then. */
type Change = readonly [string, RandomProject];

async function compareAll(seed: number, projects: number): Promise<void> {
  console.log(`seed ${seed}, ${projects} projects`);
  loadBase();
  let [passed, failed, refused, cached, ran] = [0, 0, 0, 0, 0];
  for (let at = seed; at < seed + projects; at++) {
    const choices = choicesFrom(at);
    let project = marked(randomProject(at), at);
    const place = new BuildPlace();
    try {
      place.lay(project);
      const first = await place.build(project);
      if ('error' in first.theirs || 'error' in first.ours) {
        refused++;
        continue;
      }
      for (let count = 0; count < changes; count++) {
        const [what, changed] = change(project, choices);
        place.lay(changed);
        const { theirs, ours } = await place.build(changed);
        if ('error' in theirs || 'error' in ours) break;
        project = changed;
        const expected = stepsIn(theirs.progress);
        const difference = listDifference(expected, stepsIn(ours.progress));
        const fromCache = expected.filter((step) => step.startsWith('CACHED')).length;
        cached += fromCache;
        ran += expected.length - fromCache;
        if (difference === undefined) passed++;
        else {
          failed++;
          console.log(`FAILED ${at}, change ${count}: ${what}: ${difference}\n${changed.dockerfile}`);
          break;
        }
      }
    } finally {
      place.remove();
    }
  }
  console.log(
    `${refused} projects were refused; of the others' steps ${cached} were cached, ${ran} run again`,
  );
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Nothing that BuildKit built for others, or for another stage, serves a stage that begins with a mark of its own. */
function marked(project: RandomProject, seed: number): RandomProject {
  const mark = `${seed}-${Date.now()}`;
  let stages = 0;
  const dockerfile = project.dockerfile.replace(/^FROM (\S+).*$/gm, (from, base) =>
    base === 'scratch' ? `${from}\nCOPY mark /mark` : `${from}\nRUN echo ${mark}-${stages++} > /mark`,
  );
  const entry: ContextEntry = {
    path: 'mark',
    type: 'file',
    mode: 0o644,
    mtime: 1_600_000_000,
    content: mark,
  };
  return { ...project, dockerfile, context: [...project.context, entry] };
}

/** Later than all of the project's own times. */
let clock = 1_690_000_000;

function change(project: RandomProject, { pick, below }: Choices): Change {
  const { context } = project;
  const lines = project.dockerfile.trimEnd().split('\n');
  const files = context.filter(({ type, path }) => type === 'file' && path !== 'mark');
  const file = pick(files);
  const put = (entry: ContextEntry): RandomProject => ({
    ...project,
    context: context.map((each) => (each.path === entry.path ? entry : each)),
  });
  const write = (changed: readonly string[]): RandomProject => ({
    ...project,
    dockerfile: `${changed.join('\n')}\n`,
  });
  const mtime = clock++;
  const place = below(lines.length);
  return pick<() => Change>([
    () => ['nothing', project],
    () => [`touch ${file.path}`, put({ ...file, mtime })],
    () => [`edit ${file.path}`, put({ ...file, mtime, content: `${file.content}${mtime}\n` })],
    () => [`chmod ${file.path}`, put({ ...file, mode: file.mode ^ 0o010 })],
    () => [
      `add new-${mtime}`,
      { ...project, context: [...context, { ...file, path: `new-${mtime}`, mtime, content: `${mtime}` }] },
    ],
    () => [`remove ${file.path}`, { ...project, context: context.filter((each) => each !== file) }],
    () => ['a comment', write(lines.toSpliced(1, 0, `# ${mtime}`))],
    () => ['a label at the end', write([...lines, `LABEL changed=${mtime}`])],
    () => [`a command more in line ${place + 1}`, write(lines.with(place, more(lines[place] ?? '')))],
    () => ['another value', write(lines.map((line) => line.replace(/^ENV NAME=.*/, `ENV NAME=${mtime}`)))],
    () => ['--chown of each', write(lines.map((line) => line.replace(/--chown=\S+/, '--chown=1000:50')))],
    () => ['spaces', write(lines.map((line) => line.replace(/^(RUN|COPY|ENV) (?=[^-<])/, '$1   ')))],
  ])();
}

/** A RUN that does one thing more; others stay. */
function more(line: string): string {
  return /^RUN [^-<[]/.test(line) ? line.replace(/^RUN /, 'RUN true; ') : line;
}

if (hasDocker) await compareAll(Number(seedText), Number(projectsText));
else {
  console.log(
    'Left out: DRYDOCK_DOCKER names no Docker to compare with. See test/conformance/random/builders.ts.',
  );
  console.log('0 passed, 0 failed');
}
