import type { Catalogue } from '../words.ts';

export const notices: Catalogue['notices'] = {
  exampleOpened: (title) => `Das Beispiel „${title}“ steht jetzt anstelle Ihrer Dateien.`,
  bringBack: 'Meine Dateien zurückholen',
};
