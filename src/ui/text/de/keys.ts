import type { Catalogue } from '../words.ts';

export const keys: Catalogue['keys'] = {
  title: 'Tastatur',
  open: 'Tastenkürzel',
  groups: { page: 'Überall', parts: 'Listen, Reiter und Bäume', editor: 'Im Editor' },
  build: 'Bauen',
  stop: 'Build anhalten',
  map: 'Diese Liste zeigen (außerhalb von Textfeldern)',
  view: 'Zur ersten, zweiten, … Ansicht',
  expand: 'Dem Hauptteil die ganze Seite geben, oder zurück',
  nextPart: 'Zum nächsten Teil der Seite',
  previousPart: 'Zum Teil davor',
  move: 'Bewegen',
  openClose: 'Einen Ordner öffnen und schließen',
  choose: 'Auswählen',
  ends: 'Zum Anfang und zum Ende',
  complete: 'Vorschlagen, was hier stehen könnte',
  find: 'Suchen und ersetzen',
  leave: 'Den Editor verlassen',
};
