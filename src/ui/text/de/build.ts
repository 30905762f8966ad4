import { formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const build: Catalogue['build'] = {
  region: 'Build',
  idleTitle: 'Noch nichts gebaut',
  idleBody:
    'Drücken Sie „Bauen“. Jeder Schritt wird wirklich ausgeführt, hier in diesem Tab, und jede Schicht erscheint, sobald sie entsteht.',
  idleEmpty:
    'Dieses Projekt hat kein Dockerfile. Legen Sie eine Datei namens Dockerfile an, oder wählen Sie ein Beispiel.',
  phase: {
    idle: 'Bereit',
    preparing: 'Wird vorbereitet…',
    running: 'Wird gebaut…',
    finished: 'Fertig',
    failed: 'Fehlgeschlagen',
    cancelled: 'Angehalten',
  },
  steps: (settled, total) => `${settled} von ${plural(total, 'Schritt', 'Schritten')}`,
  announce: {
    running: 'Build begonnen.',
    finished: (duration, cached, total) =>
      `Build fertig nach ${formatDuration(duration)}. ${cached} von ${plural(total, 'Schritt', 'Schritten')} aus dem Cache.`,
    failed: (message) => `Build fehlgeschlagen. ${message}`,
    cancelled: 'Build angehalten.',
  },
  summary: (ran, cached) =>
    [ran ? `${ran} ausgeführt` : '', cached ? `${cached} aus dem Cache` : '']
      .filter((part) => part !== '')
      .join(' · '),
  progress: 'Fortschritt des Builds',
  shortcut: 'Strg oder ⌘ + Eingabe baut, Esc hält an',
  engineFailed:
    'Der Builder hat unerwartet aufgehört. Ihre Dateien sind sicher. Laden Sie die Seite neu, dann bauen Sie noch einmal.',
  noEngine:
    'Der Builder konnte nicht geladen werden; im Augenblick kann nichts gebaut werden. Ihre Dateien sind sicher; laden Sie die Seite neu.',
};
