import type { Catalogue } from '../words.ts';

export const state: Catalogue['state'] = {
  queued: 'wartet',
  running: 'läuft',
  done: 'fertig',
  cached: 'aus Cache',
  failed: 'Fehler',
  skipped: 'ausgelassen',
  cancelled: 'angehalten',
};
