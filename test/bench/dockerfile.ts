/** How long the longest Dockerfile that is read at all takes: five shapes of about 5 MB, and each at a quarter of that, to see that time grows in proportion. */
import { parseIgnoreFile } from '../../src/dockerfile/ignore.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { medianTime } from './median.ts';

const SIZE = 5_000_000;

const shapes: Readonly<Record<string, (size: number) => string>> = {
  'RUN lines of 100 bytes': (size) => `FROM a\n${`RUN ${'x'.repeat(95)}\n`.repeat(size / 100)}`,
  'one RUN continued': (size) => `FROM a\nRUN ${'echo a && \\\n'.repeat(size / 12)}`,
  'one heredoc': (size) => `FROM a\nRUN <<E\n${'echo hello\n'.repeat(size / 11)}E\n`,
  'ENV with many pairs': (size) => `FROM a\nENV ${'NAME="a value" \\\n'.repeat(size / 17)}`,
  comments: (size) => `FROM a\n${'# a comment\n'.repeat(size / 12)}`,
};

export async function run(): Promise<void> {
  for (const [name, make] of Object.entries(shapes)) {
    const whole = make(SIZE);
    const quarter = make(SIZE / 4);
    const long = await medianTime(3, () => parseDockerfile(whole));
    const short = await medianTime(3, () => parseDockerfile(quarter));
    console.log(
      `${name}: ${long.toFixed(0)} ms for ${(whole.length / 1e6).toFixed(1)} MB, ${(long / short).toFixed(1)} times a quarter of it (4 is linear)`,
    );
  }
  const matcher = parseIgnoreFile('**/node_modules\n*.md\n!README.md\n**/*.tmp\ndocs/**\n!docs/api\n');
  const paths = Array.from({ length: 10_000 }, (_, index) => `src/module${index % 100}/part${index}/file.ts`);
  const took = await medianTime(3, () => paths.filter((path) => matcher.ignores(path)));
  console.log(
    `.dockerignore: ${((took / paths.length) * 1000).toFixed(1)} µs a path (6 rules, 4 names deep)`,
  );
}
