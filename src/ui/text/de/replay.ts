import { formatBytes, formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const replay: Catalogue['replay'] = {
  open: 'Noch einmal ansehen',
  openHint: 'Diesen Build noch einmal ansehen, langsam oder Schritt für Schritt. Es wird nichts gebaut.',
  region: 'Wiederholung des Builds',
  play: 'Abspielen (Leertaste)',
  pause: 'Pause (Leertaste)',
  next: 'Nächster Augenblick (→)',
  back: 'Einen Augenblick zurück (←)',
  close: 'Wiederholung beenden (Esc)',
  scrubber: 'Augenblick des Builds',
  at: (time, duration) => `${formatDuration(time)} von ${formatDuration(duration)}`,
  speed: 'Geschwindigkeit',
  speedName: (speed) =>
    speed === 1
      ? 'wie es war'
      : speed < 1
        ? `${Math.round(1 / speed)}× langsamer`
        : `${Math.round(speed)}× schneller`,
  planned: (stages, steps) =>
    `Der Plan: ${plural(stages, 'Stage', 'Stages')}, ${plural(steps, 'Schritt', 'Schritte')}.`,
  started: (step) => `Läuft: ${step}`,
  done: (step, duration, bytes) =>
    `Fertig nach ${formatDuration(duration)}${bytes === undefined ? '' : `, +${formatBytes(bytes)}`}: ${step}`,
  noted: (step) => `In der Konfiguration vermerkt: ${step}`,
  cached: (step) => `Aus dem Cache: ${step}`,
  failed: (step) => `Fehlgeschlagen: ${step}`,
  cancelled: (step) => `Angehalten: ${step}`,
  finished: (layers, bytes) =>
    `Das Image ist fertig: ${plural(layers, 'Schicht', 'Schichten')}, ${formatBytes(bytes)}.`,
  buildFailed: 'Der Build ist fehlgeschlagen.',
  buildCancelled: 'Der Build wurde angehalten.',
};
