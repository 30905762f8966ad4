/** The page: every `<dry-dock>` on it gets an engine of its own, and builds. */
import { createEngine } from '../worker/client.ts';
import { DryDock } from './dry-dock/dry-dock.ts';

for (const dock of document.querySelectorAll('dry-dock')) {
  if (dock instanceof DryDock) dock.engine ??= createEngine();
}
