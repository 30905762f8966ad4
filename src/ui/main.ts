/** The page: every `<dry-dock>` on it, now or later, gets an engine of its own in a worker. */
import { createEngine } from '../worker/client.ts';
import { DryDock } from './dry-dock/dry-dock.ts';

DryDock.createEngine = () => createEngine();
// Elements that were upgraded while the module above was evaluated have none yet.
for (const dock of document.querySelectorAll('dry-dock')) {
  if (dock instanceof DryDock) dock.engine ??= createEngine();
}
