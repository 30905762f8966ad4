/**
 * The page's and every embedding page's one script: each `<dry-dock>` on it, now or later, gets an engine of its
 * own in a worker. Built as `dist/dry-dock.js`, beside `busybox.wasm` and `images/`.
 */
import { createEngine } from '../worker/client.ts';
import { DryDock } from './dry-dock/dry-dock.ts';

/** The folder this script was served from; under Vite's dev server, the root of the site. */
const home = new URL(import.meta.env.BASE_URL, import.meta.url).href;

DryDock.createEngine = () => createEngine(home);
// Elements that were upgraded while the module above was evaluated have none yet.
for (const dock of document.querySelectorAll('dry-dock')) {
  if (dock instanceof DryDock) dock.makeEngine();
}
