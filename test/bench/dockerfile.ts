/**
 * How long the longest Dockerfile that is read at all takes, to parse and to parse and check: about 5 MB in many shapes,
 * each also at a quarter of that, to see that time grows in proportion. `npm run bench -- dockerfile`.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are the variables of Dockerfiles
import { checkDockerfile } from '../../src/dockerfile/checks/check.ts';
import { adviseOn } from '../../src/dockerfile/checks/teaching.ts';
import { parseIgnoreFile } from '../../src/dockerfile/ignore.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { medianTime } from './median.ts';

const SIZE = 5_000_000;

/** Below a tenth of a second a ratio says more of the machine than of us. */
const SHORTEST = 100;

const repeated = (text: string, size: number): string => text.repeat(size / text.length);
const numbered = (make: (index: number) => string, size: number, separator: string): string =>
  Array.from({ length: size / (make(999_999).length + separator.length) }, (_, index) => make(index)).join(
    separator,
  );
const nest = (depth: number): string => `${'${a:-'.repeat(depth)}x${'}'.repeat(depth)}`;

const shapes: Readonly<Record<string, (size: number) => string>> = {
  'RUN lines of 100 bytes': (size) => `FROM a\n${repeated(`RUN ${'x'.repeat(95)}\n`, size)}`,
  'one RUN continued': (size) => `FROM a\nRUN ${repeated('echo a && \\\n', size)}`,
  'continued by comments': (size) => `FROM a\nRUN x \\\n${repeated('# c\n', size)}y`,
  'continued by nothing': (size) => `FROM a\nRUN x${repeated('\\\n', size)}`,
  'continued by empty lines': (size) => `FROM a\nRUN a \\\n${'\n'.repeat(size)}b`,
  'one heredoc': (size) => `FROM a\nRUN <<E\n${repeated('echo hello\n', size)}E\n`,
  'many heredocs': (size) => `FROM a\n${repeated(`RUN <<E\n${'x'.repeat(100)}\nE\n`, size)}`,
  'heredocs that do not end': (size) => `FROM a\n${repeated(`RUN <<E\n${'x'.repeat(100)}\n`, size)}`,
  'one line of heredocs': (size) => `FROM a\nRUN ${repeated('<<E ', size)}`,
  'ENV with many pairs': (size) => `FROM a\nENV ${repeated('NAME="a value" \\\n', size)}`,
  'ENV with many names': (size) => `FROM a\nENV ${numbered((index) => `NAME${index}=v`, size, ' \\\n')}`,
  'ENV lines': (size) => `FROM a\n${numbered((index) => `ENV NAME${index}=${'v'.repeat(100)}`, size, '\n')}`,
  'ENV with open quotes': (size) => `FROM a\nENV ${repeated('a="b c ', size)}`,
  'LABEL with many pairs': (size) => `FROM a\nLABEL ${repeated('a.b.c="a value" \\\n', size)}`,
  'ARG with many names': (size) => `FROM a\nARG ${numbered((index) => `NAME${index}=v`, size, ' ')}`,
  'COPY with many sources': (size) => `FROM a\nCOPY ${repeated('some/source ', size)} /x/`,
  'EXPOSE with many ports': (size) => `FROM a\nEXPOSE ${repeated('8080/tcp ', size)}`,
  'RUN with many flags': (size) => `FROM a\nRUN ${repeated('--mount=type=cache,target=/x ', size)} x`,
  'one flag of many fields': (size) => `FROM a\nRUN --mount=${repeated('type=cache,target=/x,', size)} x`,
  'a long JSON array': (size) => `FROM a\nCMD [${repeated('"an argument", ', size)}"x"]`,
  'a deep JSON array': (size) => `FROM a\nCMD ${'['.repeat(size / 2)}${']'.repeat(size / 2)}`,
  'a JSON array that does not end': (size) => `FROM a\nCMD [${repeated('"an argument", ', size)}`,
  'variables side by side': (size) => `FROM a\nENV A="${repeated('$abc ${def} ', size)}"`,
  'variables in each other': (size) => `FROM a\nENV A=${nest(size / 6)}`,
  'variables in each other, often': (size) => `FROM a\nENV ${repeated(`A=${nest(50)} `, size)}`,
  'variables that nothing defines': (size) =>
    `FROM a\n${numbered((index) => `ENV NAME${index}=$MANE${index}${'v'.repeat(170)}`, size, '\n')}`,
  'ARGs and FROMs that miss them': (size) =>
    `${numbered((index) => `ARG NAME${index}=${'v'.repeat(200)}`, size / 2, '\n')}\n${numbered((index) => `FROM a$MANE${index}${'v'.repeat(200)}`, size / 2, '\n')}`,
  'stages on stages': (size) =>
    numbered((index) => `FROM s${index - 1} AS s${index} ${' '.repeat(80)}`, size, '\n'),
  'stages on many variables': (size) =>
    `FROM a AS s0\nENV ${numbered((index) => `N${index}=v`, size / 2, ' \\\n')}\n${numbered((index) => `FROM s${index} AS s${index + 1}\nENV X=1${' '.repeat(60)}`, size / 2, '\n')}`,
  'unknown instructions': (size) => `FROM a\n${repeated(`RUNN ${'x'.repeat(100)}\n`, size)}`,
  'removals in a script': (size) =>
    `FROM a\nCOPY x /srv/f\nRUN ${repeated('apt-get update && pip install && rm /srv/f && \\\n', size)}true`,
  comments: (size) => `FROM a\n${repeated('# a comment\n', size)}`,
};

const baseImage = () => ({ env: [], hasShell: false, onbuild: [] });
const tasks: Readonly<Record<string, (text: string) => unknown>> = {
  parse: parseDockerfile,
  check: (text) => checkDockerfile(parseDockerfile(text), { baseImage }),
  advise: (text) => adviseOn(parseDockerfile(text)),
};

export async function run(): Promise<void> {
  console.log(`milliseconds for ${SIZE / 1e6} MB, and how many times a quarter of it takes (4 is linear)`);
  console.log(
    `${''.padEnd(34)}${Object.keys(tasks)
      .map((name) => name.padStart(16))
      .join('')}`,
  );
  for (const [name, make] of Object.entries(shapes)) {
    const [whole, quarter] = [make(SIZE), make(SIZE / 4)];
    const cells: string[] = [];
    for (const task of Object.values(tasks)) {
      const long = await medianTime(3, () => task(whole));
      const short = await medianTime(3, () => task(quarter));
      const ratio = long < SHORTEST ? '' : `× ${(long / short).toFixed(1)}`;
      cells.push(`${long.toFixed(0).padStart(9)}${ratio.padStart(7)}`);
    }
    console.log(`${name.padEnd(34)}${cells.join('')}`);
  }
  const matcher = parseIgnoreFile('**/node_modules\n*.md\n!README.md\n**/*.tmp\ndocs/**\n!docs/api\n');
  const paths = Array.from({ length: 10_000 }, (_, index) => `src/module${index % 100}/part${index}/file.ts`);
  const took = await medianTime(3, () => paths.filter((path) => matcher.ignores(path)));
  console.log(
    `.dockerignore: ${((took / paths.length) * 1000).toFixed(1)} µs a path (6 rules, 4 names deep)`,
  );
}
