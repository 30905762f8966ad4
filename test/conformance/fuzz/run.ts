/**
 * A minute of spoiled Dockerfiles and ignore files: whatever the text, the readers answer with problems of their own
 * kind, in time. `npm run conformance -- fuzz` begins with the seed that it prints; `fuzz SEED [SECONDS]` repeats it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDockerfile } from '../../../src/dockerfile/checks/check.ts';
import { adviseOn } from '../../../src/dockerfile/checks/teaching.ts';
import { ExpansionError, expandText } from '../../../src/dockerfile/expand.ts';
import { parseIgnoreFile } from '../../../src/dockerfile/ignore.ts';
import { parseDockerfile } from '../../../src/dockerfile/parse.ts';
import { DockerfileError } from '../../../src/dockerfile/problem.ts';
import { stageGraph } from '../../../src/dockerfile/stage-graph.ts';
import { choicesFrom } from '../mulberry.ts';

const [seedText = String(Date.now() % 1_000_000_007), secondsText = '60'] = process.argv.slice(2);
const seed = Number(seedText);
const seconds = Number(secondsText);
/** Milliseconds for one text of at most `longest` characters; a person's Dockerfile takes less than one. */
const patience = 2000;
const longest = 20_000;

const cases = fileURLToPath(new URL('..', import.meta.url));
const corpus = readdirSync(cases, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(^|\/)(Dockerfile|\.dockerignore)$/.test(name))
  .sort()
  .map((name) => readFileSync(join(cases, name), 'utf8').slice(0, longest));
const pieces = [
  ...[
    'FROM ',
    'RUN ',
    'COPY ',
    'ONBUILD ',
    'HEALTHCHECK CMD ',
    '--mount=type=cache,',
    '--from=',
    '--',
    '<<EOF',
    '\nEOF\n',
  ],
  ...[
    '${',
    '}',
    '$',
    '${a:-',
    '${a//',
    '"',
    "'",
    '\\',
    '\\\n',
    '`',
    '[',
    ']',
    '["',
    '"]',
    ',',
    '=',
    '#',
    '# check=',
    '\n',
  ],
  ...[
    '\r\n',
    '\t',
    ' ',
    '\0',
    '\u0085',
    '\ufeff',
    '\ud83d',
    '😀',
    '**/',
    '*',
    '?',
    '[a-',
    '!',
    '..',
    '/',
    ':',
    '@',
    ';',
  ],
];

const { below, pick } = choicesFrom(seed);

/** Some cuts, copies, swaps and insertions. */
function spoiled(text: string): string {
  let result = text;
  for (let times = 1 + below(8); times > 0; times--) {
    const at = below(result.length + 1);
    const to = Math.min(result.length, at + below(40));
    const kind = below(6);
    if (kind === 0) result = result.slice(0, at) + result.slice(to);
    else if (kind === 1) result = result.slice(0, at) + pick(pieces) + result.slice(at);
    else if (kind === 2)
      result = result.slice(0, at) + pick(pieces).repeat(1 + below(200)) + result.slice(at);
    else if (kind === 3)
      result = result.slice(0, to) + result.slice(at, to).repeat(1 + below(20)) + result.slice(to);
    else if (kind === 4) result = result.slice(0, at) + pick(corpus).slice(0, below(300)) + result.slice(to);
    else result = result.slice(0, at) + String.fromCharCode(below(0x10000)) + result.slice(at + 1);
  }
  return result.slice(0, longest);
}

function read(text: string): void {
  const dockerfile = parseDockerfile(text);
  checkDockerfile(dockerfile);
  adviseOn(dockerfile);
  const environment = new Map([
    ['a', 'value/of/a'],
    ['NAME', ''],
  ]);
  const look = { get: (name: string) => environment.get(name), names: () => environment.keys() };
  allow(DockerfileError, () => stageGraph(dockerfile, look));
  allow(ExpansionError, () => expandText(text, look));
  allow(DockerfileError, () => {
    const ignore = parseIgnoreFile(text);
    for (const path of ['a', 'src/a/b.md', '..']) ignore.ignores(path);
  });
}

/** That error, and no other. */
function allow(kind: typeof DockerfileError | typeof ExpansionError, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
  }
}

let passed = 0;
const failures: string[] = [];
console.log(`seed ${seed}, ${seconds} s, ${corpus.length} texts to begin with`);
const end = Date.now() + seconds * 1000;
while (Date.now() < end && failures.length < 5) {
  const text = spoiled(pick(corpus));
  const started = performance.now();
  try {
    read(text);
    const took = performance.now() - started;
    if (took > patience) throw new Error(`took ${took.toFixed(0)} ms`);
    passed++;
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    failures.push(`FAILED on ${JSON.stringify(text)}\n${said}`);
  }
}
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
if (failures.length > 0) process.exitCode = 1;
