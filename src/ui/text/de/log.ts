import type { Catalogue } from '../words.ts';

export const log: Catalogue['log'] = {
  label: (step) => `Protokoll von ${step}`,
  emptyRunning: 'Noch keine Ausgabe.',
  emptyCached: 'Aus dem Cache genommen: Der Schritt lief nicht, also gibt es keine Ausgabe.',
  emptyDone: 'Der Schritt lief und gab nichts aus.',
  emptyQueued: 'Der Schritt hat noch nicht begonnen.',
  emptyStopped: 'Der Schritt wurde angehalten, bevor er etwas ausgab.',
  emptyNoRun: 'Diese Anweisung führt kein Programm aus, also gibt es keine Ausgabe.',
  dropped: (count) => `Die ersten ${count.toLocaleString('de')} Zeilen werden nicht aufgehoben.`,
  lines: (count) => `${count.toLocaleString('de')} ${count === 1 ? 'Zeile' : 'Zeilen'}`,
  follow: 'Ans Ende springen',
  copy: 'Protokoll kopieren',
};
