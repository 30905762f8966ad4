/** The store alone on a page, and in a worker of it as the engine has it, where a test's function runs. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import type { openStore } from '../../src/store/open-store.ts';
import { type StaticSite, serveStatic } from './static-server.ts';

declare global {
  interface Window {
    openStore: typeof openStore;
    inWorker(code: string, given: unknown): Promise<unknown>;
  }
}

const page = `<!doctype html><script type="module">
  import { openStore } from './store.js';
  const worker = new Worker('worker.js', { type: 'module' });
  window.inWorker = (code, given) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.value));
      worker.postMessage({ code, given }, [port2]);
    });
  window.openStore = openStore;
</script>`;

const worker = `import { openStore } from './store.js';
onmessage = async ({ data: { code, given }, ports: [port] }) => {
  try {
    port.postMessage({ value: await (0, eval)('(' + code + ')')(openStore, given) });
  } catch (error) {
    port.postMessage({ error: error.name + ': ' + error.message });
  }
};`;

/** Builds the store into `folder` and serves it. */
export async function serveStore(folder: string): Promise<StaticSite> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'site'),
      lib: {
        entry: resolve(import.meta.dirname, '../../src/store/open-store.ts'),
        formats: ['es'],
        fileName: () => 'store.js',
      },
    },
  });
  await writeFile(join(folder, 'site/index.html'), page);
  await writeFile(join(folder, 'site/worker.js'), worker);
  return serveStatic(join(folder, 'site'), 'store');
}

export async function openStorePage(browser: BrowserContext, url: string): Promise<Page> {
  const opened = await browser.newPage();
  await opened.goto(url);
  await opened.waitForFunction(() => window.openStore !== undefined);
  return opened;
}

/** Runs a function of its own text alone in the page's worker; what it is given and answers is plain data. */
export function inWorker<Given, Result>(
  opened: Page,
  work: (open: typeof openStore, given: Given) => Promise<Result>,
  given: Given,
): Promise<Result> {
  return opened.evaluate(([code, data]) => window.inWorker(code, data), [
    work.toString(),
    given,
  ] as const) as Promise<Result>;
}
