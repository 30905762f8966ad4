/** Building, and what is told of a project before it is built. */
import type { Builds } from '../builds.ts';
import { projectProblems } from '../check-dockerfile.ts';
import { earlierText } from '../earlier-texts.ts';
import type { EngineGround } from '../engine-ground.ts';
import { advise, type ForesightGround, foresee } from '../foresee.ts';
import type { ForesightCalls } from '../protocol/foresight.ts';
import type { ServedEngine } from '../serve.ts';

export function buildCalls(
  ground: EngineGround,
  builds: Builds,
): Pick<ServedEngine, 'build' | 'stop' | 'check'> {
  return {
    build: (request, onEvents, onFinished = () => undefined, onBusy = () => undefined) =>
      builds.build(request, { onEvents, onFinished, onBusy }),
    stop: () => builds.stop(),
    check: async ({ entries, dockerfile = 'Dockerfile' }) =>
      projectProblems(entries, dockerfile, ground.page.images),
  };
}

export function foresightCalls(ground: EngineGround): ForesightCalls {
  const open = async (): Promise<ForesightGround> => {
    const { images } = ground.page;
    return { ...(await ground.open()), images, known: ground.known };
  };
  return {
    forecast: async (request) => foresee(request, await open()),
    adviseOnOrder: async (request) => advise(request, await open()),
    earlierText: async (digest) => earlierText(digest, (await ground.open()).store.projects),
  };
}
