/**
 * The engine behind the page: the build, the store, the sandbox and the bundled images put together. It knows no
 * worker: `serve` puts it behind a port, and tests call it as it is.
 */
import { Builds } from './builds.ts';
import { answeredBy } from './calls/answered-by.ts';
import { buildCalls, foresightCalls } from './calls/build-calls.ts';
import { containerCalls } from './calls/container-calls.ts';
import { comparisonCalls, imageCalls, keptImageCalls, transferCalls } from './calls/image-calls.ts';
import { historyCalls, projectCalls, storageCalls } from './calls/storage-calls.ts';
import { EngineGround, type EngineParts } from './engine-ground.ts';
import { LastBuild } from './last-build.ts';
import type { ServedEngine } from './serve.ts';

export function createBuildEngine(parts: EngineParts): ServedEngine {
  const ground = new EngineGround(parts);
  const last = new LastBuild(ground);
  const builds = new Builds(ground, last);
  return {
    begin: (base, finished) => {
      ground.begin(base);
      last.adopt(finished);
    },
    ...buildCalls(ground, builds),
    ...foresightCalls(ground),
    ...answeredBy(() => last.steps(), ['layer', 'filesystem', 'file']),
    ...answeredBy(
      () => last.inspection(),
      ['inspectImage', 'auditImage', 'layerFiles', 'layerFile', 'pathVersions'],
    ),
    ...imageCalls(ground, last),
    ...transferCalls(ground, builds, last),
    ...keptImageCalls(ground, builds, last),
    ...comparisonCalls(ground),
    ...containerCalls(ground, last),
    ...storageCalls(ground, builds, last),
    ...historyCalls(ground),
    ...projectCalls(ground),
  };
}
