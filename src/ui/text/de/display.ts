import type { Catalogue } from '../words.ts';

export const display: Catalogue['display'] = {
  title: 'Darstellung',
  language: 'Sprache',
  theme: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  reading: 'Lesen',
  contrast: 'Hoher Kontrast',
  contrastHelp: 'Schwarz und Weiß, kräftige Linien.',
  presentation: 'Große Schrift',
  presentationHelp: 'Für den Beamer, vor einer Klasse.',
};
