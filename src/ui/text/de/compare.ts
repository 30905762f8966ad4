import { formatBytes, formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const files = (count: number, bytes: number): string =>
  `${plural(count, 'Datei', 'Dateien')}, ${formatBytes(bytes)}`;

export const compare: Catalogue['compare'] = {
  title: 'Vergleichen',
  first: 'A',
  second: 'B',
  pick: (side) => `${side}: was verglichen wird`,
  swap: 'A und B tauschen',
  builds: 'Builds',
  images: 'Images',
  empty:
    'Bauen Sie einmal, ändern Sie etwas, und bauen Sie noch einmal: Dann können die beiden hier nebeneinanderliegen.',
  one: 'Ein Build ist gemerkt. Ändern Sie etwas und bauen Sie noch einmal, um die beiden zu vergleichen.',
  build: (time, name, outcome, bytes) =>
    [time, name, outcome, bytes === undefined ? '' : formatBytes(bytes)].filter(Boolean).join(' · '),
  outcome: { finished: '', failed: 'fehlgeschlagen', cancelled: 'angehalten' },
  image: (names, id, bytes) => `${names || '<none>'} · ${id} · ${formatBytes(bytes)}`,
  gone: 'Einer der beiden ist nicht mehr gemerkt.',
  figures: {
    title: 'In Zahlen',
    size: 'Größe',
    layers: 'Schichten',
    time: 'Zeit',
    ran: 'Ausgeführte Schritte',
    cached: 'Aus dem Cache',
    none: '–',
    less: (text) => `${text} weniger in B`,
    more: (text) => `${text} mehr in B`,
    equal: 'gleich',
  },
  picture: {
    title: 'Schichten nach Größe',
    image: 'Im Image',
    left: 'In anderen Stages zurückgelassen',
    saved: (bytes) =>
      `${formatBytes(bytes)} entstanden unterwegs, und das Image trägt sie nicht: Dafür sind Stages da.`,
    segment: (text, bytes, shared) =>
      `${text}: ${formatBytes(bytes)}${shared ? ', dieselbe Schicht in beiden' : ''}`,
    shared: 'in beiden',
    total: (bytes, layers) => `${formatBytes(bytes)}, ${plural(layers, 'Schicht', 'Schichten')}`,
  },
  steps: {
    title: 'Schritte',
    step: 'Schritt',
    removed: 'nur in A',
    added: 'nur in B',
    changed: 'geändert',
    same: 'gleich',
    nothing: 'Kein Image, keine Schritte.',
    duration: (milliseconds) => formatDuration(milliseconds),
  },
  files: {
    title: 'Dateien',
    loading: 'Die Dateien werden verglichen…',
    noImage: 'Nur ein fertiger Build hat Dateien zum Vergleichen.',
    lost: (message) =>
      `Die Dateien können nicht verglichen werden: ${message} Bauen Sie noch einmal, um sie zu haben.`,
    only: (side, count, bytes) => `Nur in ${side}: ${files(count, bytes)}`,
    changed: (count, bytes) => `Geändert: ${files(count, bytes)}`,
    times: (count) => `Nur die Zeit ist anders: ${plural(count, 'Datei', 'Dateien')}`,
    unchanged: (count) => `${plural(count, 'andere Datei ist', 'andere Dateien sind')} gleich.`,
    none: 'Keine solche Datei.',
    filter: 'Nach Pfad filtern',
    bySize: 'Die größten zuerst',
    what: (aspects) => aspects.join(', '),
    aspects: {
      type: 'Art',
      content: 'Inhalt',
      mode: 'Rechte',
      owner: 'Eigentümer',
      'link target': 'Ziel des Links',
      time: 'Zeit',
    },
    more: (count) => `${plural(count, 'weiterer Unterschied', 'weitere Unterschiede')} nicht aufgezählt.`,
    sizes: (first, second) =>
      first === second ? formatBytes(first) : `${formatBytes(first)} → ${formatBytes(second)}`,
  },
  config: {
    title: 'Konfiguration',
    same: 'Beide laufen mit derselben Konfiguration.',
    noImage: 'Nur ein fertiger Build hat eine Konfiguration.',
    key: 'Feld',
    nothing: 'nicht gesetzt',
  },
  history: {
    title: (count) => `Gemerkte Builds: ${count}`,
    help: 'Dieser Browser merkt sich die letzten 100: was gebaut wurde, wie, und was herauskam. Schichten sind getrennt davon unter Speicher.',
    forget: 'Vergessen',
    forgetOne: (name) => `Den Build ${name} vergessen`,
    forgetAll: 'Alle vergessen',
    facts: (ran, cached, milliseconds) =>
      `${ran} ausgeführt, ${cached} aus dem Cache, ${formatDuration(milliseconds)}`,
  },
};
