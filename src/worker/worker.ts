/** The build worker's entry: the engine behind the worker's port. Started by `createEngine` in `client.ts`. */
import { openStore } from '../store/open-store.ts';
import { createBuildEngine } from './build-engine.ts';
import type { Port } from './messages.ts';
import { pageFiles } from './page-files.ts';
import { pageSandbox } from './page-sandbox.ts';
import { runBuild } from './run-build.ts';
import { serve } from './serve.ts';

serve(
  createBuildEngine({
    pageFiles,
    runBuild,
    openSandbox: pageSandbox,
    registryWorld: (base) => ({
      isOnline: () => navigator.onLine,
      // `npm start` serves a proxy beside the page; a built page has only the one that is set.
      ...(import.meta.env.DEV ? { proxy: `${new URL(base).origin}/registry-proxy/?url={url}` } : {}),
    }),
    openStore: () => openStore({ report: ({ message }) => console.warn(message) }),
  }),
  // A dedicated worker's global scope is the port; the DOM library types it as a window.
  globalThis as unknown as Port,
);
