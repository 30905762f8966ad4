/** Runs one build of a project: the request as the page makes it, to the build engine's own. */

import type { BuildEnvironment, BuildResult } from './build-engine.ts';
import { missingDockerfile } from './check-dockerfile.ts';
import type { BuildRequest } from './protocol.ts';

export async function runBuild(
  { entries, dockerfile = 'Dockerfile' }: BuildRequest,
  { onEvents }: BuildEnvironment,
): Promise<BuildResult> {
  const problem = entries.some(({ path }) => path === dockerfile)
    ? {
        code: 'no-build-engine',
        severity: 'error' as const,
        message: 'this page was made without its build engine',
        explanation: 'The editor and the project work; building does not. Take a finished release.',
      }
    : missingDockerfile(dockerfile);
  onEvents([{ type: 'build-failed', time: Date.now(), problems: [problem] }]);
  return { outcome: { outcome: 'failed', problems: [problem] } };
}
