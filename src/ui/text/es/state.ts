import type { Catalogue } from '../words.ts';

export const state: Catalogue['state'] = {
  queued: 'en espera',
  running: 'en marcha',
  done: 'hecho',
  cached: 'de la caché',
  failed: 'falló',
  skipped: 'omitido',
  cancelled: 'detenido',
};
