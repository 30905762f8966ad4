import type { Catalogue } from '../words.ts';

export const actions: Catalogue['actions'] = {
  build: 'Bauen',
  stop: 'Anhalten',
  buildHint: 'Bauen (Strg+Eingabe)',
  stopHint: 'Build anhalten (Esc)',
  cancel: 'Abbrechen',
  close: 'Schließen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  download: 'Herunterladen',
  dismiss: 'Ausblenden',
};
