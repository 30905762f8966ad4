import type { Catalogue } from '../words.ts';

export const problems: Catalogue['problems'] = {
  title: (count) =>
    count === 1 ? 'Der Build ist fehlgeschlagen' : `Der Build ist fehlgeschlagen: ${count} Probleme`,
  stopped: 'Der Build wurde angehalten. Fertige Schritte sind im Cache; der nächste Build macht dort weiter.',
  at: (file, line) => `${file}, Zeile ${line}`,
  openLog: 'Protokoll öffnen',
  region: 'Probleme',
};
