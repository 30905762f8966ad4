/** What is kept: how much, the project, past builds, and what of it is forgotten. */
import type { PruneReport, PruneRequest } from '../../store/usage.ts';
import type { Builds } from '../builds.ts';
import { forgetTexts } from '../earlier-texts.ts';
import type { EngineGround } from '../engine-ground.ts';
import type { LastBuild } from '../last-build.ts';
import { checkProject } from '../project-context.ts';
import type { HistoryCalls } from '../protocol/history.ts';
import type { ProjectCalls } from '../protocol/project.ts';
import type { StorageCalls, StorageReport } from '../protocol/storage.ts';

/** The page has one project; the store could keep more. */
const projectName = 'default';

export function storageCalls(ground: EngineGround, builds: Builds, last: LastBuild): StorageCalls {
  return {
    prepare: async () => {
      const [{ store }] = await Promise.all([ground.open(), ground.sandbox()]);
      return store.figures();
    },
    storage: async () => (await ground.open()).store.figures(),
    diskUsage: async () => (await ground.open()).store.diskUsage(),
    prune: (request) => prune(ground, builds, last, request),
    setStorageBudget: async (bytes) => {
      const { store } = await ground.open();
      await store.setBudget(bytes);
      return store.budget();
    },
  };
}

export async function prune(
  ground: EngineGround,
  builds: Builds,
  last: LastBuild,
  request?: PruneRequest,
): Promise<StorageReport & PruneReport> {
  const { store } = await ground.open();
  // What the last build made is held for the person who looks at it, and this person says that it may go.
  if (!builds.isRunning) store.release();
  await forgetTexts(store.projects);
  const report = await store.prune(request);
  await last.check(store);
  return { ...(await store.figures()), ...report };
}

export function historyCalls(ground: EngineGround): HistoryCalls {
  return {
    pastBuilds: async () => (await ground.open()).history.list(),
    pastBuild: async (id) => (await ground.open()).history.get(id),
    forgetBuilds: async (ids) => {
      const { history } = await ground.open();
      await history.forget(ids);
      return history.list();
    },
  };
}

export function projectCalls(ground: EngineGround): ProjectCalls {
  return {
    loadProject: async () => (await ground.open()).store.projects.load(projectName),
    saveProject: async (entries) => {
      checkProject(entries);
      await (await ground.open()).store.projects.save(projectName, entries);
    },
  };
}
