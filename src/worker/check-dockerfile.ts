/** What the editor underlines: errors of the parser, build checks, and advice, without building anything. */
import type { BuildProblem } from '../build/events.ts';
import { dockerfileProblem } from '../build/problems.ts';
import { type BaseImage, checkDockerfile } from '../dockerfile/checks/check.ts';
import { adviseOn } from '../dockerfile/checks/teaching.ts';
import { type IgnoreMatcher, parseIgnoreFile } from '../dockerfile/ignore.ts';
import { type Dockerfile, parseDockerfile } from '../dockerfile/parse.ts';
import { DockerfileError } from '../dockerfile/problem.ts';
import type { BundledImages } from '../registry/bundled.ts';
import { InvalidReferenceError, parseReference } from '../registry/reference.ts';
import { ignorePath, projectText } from './project-source.ts';
import type { ProjectEntry } from './protocol.ts';

/** Problems in the order of the file's lines; those of the ignore file, if any, first. */
export async function projectProblems(
  entries: readonly ProjectEntry[],
  path: string,
  images: BundledImages,
): Promise<readonly BuildProblem[]> {
  const text = projectText(entries, path);
  if (text === undefined) return [missingDockerfile(path)];
  const dockerfile = parseDockerfile(text);
  const ignore = ignoreFile(entries, path);
  const baseImages = await knownBaseImages(dockerfile, images);
  const { warnings, error } = checkDockerfile(dockerfile, {
    baseImage: (name) => baseImages.get(name),
    ...(ignore.matcher === undefined ? {} : { ignore: ignore.matcher }),
  });
  const errors = dockerfile.problems.filter(({ severity }) => severity === 'error');
  const advice = errors.length === 0 ? adviseOn(dockerfile) : [];
  const found = [...errors, ...(error === undefined ? [] : [error]), ...warnings, ...advice];
  return [
    ...ignore.problems,
    ...found
      .sort((a, b) => a.range.start.offset - b.range.start.offset)
      .map((each) => dockerfileProblem(each, path)),
  ];
}

/** There is no such file in the project, in Docker's words. */
export function missingDockerfile(path: string): BuildProblem {
  return {
    code: 'dockerfile-missing',
    severity: 'error',
    message: `failed to read dockerfile: open ${path}: no such file or directory`,
    explanation: `The project has no file ${path}. Add one, or choose another Dockerfile.`,
    file: path,
  };
}

function ignoreFile(
  entries: readonly ProjectEntry[],
  dockerfile: string,
): { readonly matcher?: IgnoreMatcher; readonly problems: readonly BuildProblem[] } {
  const path = ignorePath(entries, dockerfile);
  const text = projectText(entries, path);
  if (text === undefined) return { problems: [] };
  try {
    return { matcher: parseIgnoreFile(text), problems: [] };
  } catch (error) {
    if (error instanceof DockerfileError) return { problems: [dockerfileProblem(error.problem, path)] };
    throw error;
  }
}

/** The bundled images that FROM lines name in so many words. One that can't be had is not known, that's all. */
async function knownBaseImages(
  { stages }: Dockerfile,
  images: BundledImages,
): Promise<ReadonlyMap<string, BaseImage>> {
  const names = new Set(stages.map(({ from }) => from.base.text));
  const known = new Map<string, BaseImage>();
  for (const name of names) {
    const base = await baseImage(name, images).catch(() => undefined);
    if (base !== undefined) known.set(name, base);
  }
  return known;
}

async function baseImage(name: string, images: BundledImages): Promise<BaseImage | undefined> {
  try {
    const match = await images.resolve(parseReference(name));
    if (match === undefined) return undefined;
    const { config } = await images.config(match);
    return { env: config.Env ?? [], hasShell: config.Shell !== undefined, onbuild: config.OnBuild ?? [] };
  } catch (error) {
    if (error instanceof InvalidReferenceError) return undefined;
    throw error;
  }
}
