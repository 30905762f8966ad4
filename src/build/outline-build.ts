/** `docker build --call=outline`: what can be given to a build of the target from outside. */
import { type Outline, outlineOf } from '../dockerfile/outline.ts';
import { missingImage } from './check-build.ts';
import type { BuildProblem } from './events.ts';
import type { BuildOptions, BuildPorts } from './ports.ts';
import { platformVariables, prepareBuild, Refused } from './prepare.ts';
import { problemOf } from './problems.ts';
import { defaultPath } from './stage-state.ts';

/** What there is, or what a build of the target would end with before its first step. */
export type OutlineReport =
  | { readonly outline: Outline; readonly error?: undefined }
  | { readonly outline?: undefined; readonly error: BuildProblem };

/** Runs nothing, and fetches no layers. */
export async function outlineBuild(
  options: BuildOptions,
  ports: Pick<BuildPorts, 'baseImages'>,
): Promise<OutlineReport> {
  const file = options.dockerfileName ?? 'Dockerfile';
  try {
    const prepared = await prepareBuild(options, ports, file);
    const missing = missingImage(prepared);
    if (missing !== undefined) {
      const { error, range } = missing;
      return { error: problemOf(error, { file, ...(range === undefined ? {} : { range }) }) };
    }
    const { dockerfile, graph, target, resolved } = prepared;
    const outline = outlineOf(dockerfile, {
      graph,
      target,
      buildArgs: options.buildArgs ?? new Map(),
      platform: platformVariables(dockerfile, options),
      baseImage: (name) => {
        const found = resolved.images.get(name);
        const { Env = [], OnBuild = [] } = found?.kind === 'image' ? found.base.config.config : {};
        return { env: [`PATH=${defaultPath}`, ...Env], onbuild: OnBuild };
      },
    });
    return { outline };
  } catch (error) {
    if (error instanceof Refused) return { error: error.error };
    throw error;
  }
}
