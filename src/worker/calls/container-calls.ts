/** Containers: the host is made at the first call that needs it, and watchers may come before. */
import { ContainerHost } from '../container-host.ts';
import type { EngineGround } from '../engine-ground.ts';
import type { LastBuild } from '../last-build.ts';
import type { ContainerCalls, ContainerNews } from '../protocol/containers.ts';
import { answeredBy } from './answered-by.ts';

export function containerCalls(ground: EngineGround, last: LastBuild): ContainerCalls {
  const watchers = new Set<(news: ContainerNews) => void>();
  let host: Promise<ContainerHost> | undefined;
  const open = (): Promise<ContainerHost> => {
    host ??= ground.open().then(
      ({ store, snapshots }) =>
        new ContainerHost({
          store,
          snapshots,
          starter: () => ground.sandbox(),
          baseImages: (settings) =>
            ground.page.registry.baseImages(settings, ground.page.images, { store, snapshots }),
          built: () => last.image(),
          tell: (news) => {
            for (const watcher of watchers) watcher(news);
          },
        }),
    );
    // A store that could not be opened may be the next time.
    host.catch(() => {
      host = undefined;
    });
    return host;
  };
  return {
    ...answeredBy(open, [
      ...(['runContainer', 'execContainer', 'containers', 'stopContainer', 'killContainer'] as const),
      ...(['removeContainer', 'containerChanges', 'commitContainer'] as const),
      ...(['sendInput', 'endInput', 'resizeTerminal', 'outputShown'] as const),
    ]),
    watchContainers: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}
