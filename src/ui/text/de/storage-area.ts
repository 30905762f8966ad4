import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const storageArea: Catalogue['storageArea'] = {
  title: 'Speicher',
  loading: 'Wird gezählt…',
  overview: 'Was hier aufgehoben wird',
  total: (bytes, budget) => `${formatBytes(bytes)} von ${formatBytes(budget)}`,
  parts: {
    images: 'Images',
    cache: 'Nur im Build-Cache',
    unreferenced: 'Von nichts gebraucht',
  },
  part: (bytes) => formatBytes(bytes),
  reclaimable: (bytes) =>
    `${formatBytes(bytes)} können jetzt vergessen werden; den Rest braucht gerade ein Build.`,
  budget: 'Höchstens aufheben',
  budgetHelp: 'Ist es mehr, wird zuerst vergessen, was am längsten nicht gedient hat.',
  budgetDefault: (bytes) =>
    bytes === undefined
      ? 'Wie es zu diesem Browser passt'
      : `${formatBytes(bytes)}, wie es zu diesem Browser passt`,
  budgetOther: (bytes) => formatBytes(bytes),
  keep: 'Den Browser bitten, es zu behalten',
  keepRefused: 'Der Browser verspricht es nicht. Vielleicht tut er es, wenn Sie öfter hier sind.',
  forget: {
    title: 'Vergessen',
    what: 'Was',
    age: 'Zuletzt gebraucht',
    choices: {
      unused: 'Was kein Image mit Namen braucht',
      cache: 'Den Build-Cache',
      image: 'Alle Images',
      all: 'Alles',
    },
    ages: {
      any: 'gleich wann',
      hour: 'vor mehr als einer Stunde',
      day: 'vor mehr als einem Tag',
      week: 'vor mehr als einer Woche',
    },
    action: 'Vergessen',
    busy: 'Wird vergessen…',
    help: 'Ihr Projekt und die gemerkten Builds bleiben. Was vergessen ist, wird wieder gemacht oder geholt, wenn ein Build es braucht.',
    done: (bytes, images, records) =>
      images + records === 0 && bytes === 0
        ? 'Es gab nichts zu vergessen.'
        : `${formatBytes(bytes)} frei: ${plural(images, 'Image', 'Images')}, ${plural(records, 'Cache-Eintrag', 'Cache-Einträge')}.`,
    failed: (message) => `Das konnte nicht vergessen werden: ${message}`,
    running: 'Ein Build läuft: Warten Sie sein Ende ab.',
    sameAs: 'In Docker',
  },
  images: {
    title: (count) => `Images: ${count}`,
    none: 'Noch keine. Ein Build hebt das Image auf, mit dem er beginnt, und das, das er macht.',
    name: 'Name',
    nameless: '<none>',
    size: 'Größe',
    shared: 'Geteilt',
    used: 'Zuletzt gebraucht',
    uses: 'Gebraucht',
    forget: (name) => `Das Image ${name} vergessen`,
    origin: {
      built: 'hier gebaut',
      pulled: 'geholt',
      bundled: 'kommt mit der Seite',
      imported: 'aus einer Datei',
    },
    layers: (count) => plural(count, 'Schicht', 'Schichten'),
    times: (count) => `${count}-mal`,
  },
  cache: {
    title: (count) => `Build-Cache: ${count}`,
    none: 'Leer. Jeder Schritt eines Builds, der eine Schicht hinzufügt, hinterlässt hier einen Eintrag.',
    step: 'Schritt',
    forget: (name) => `Den Cache-Eintrag ${name} vergessen`,
    shared: 'ein Image hat es auch',
    type: (type) => (type === 'exec.cachemount' ? 'Cache-Mount' : type),
    filter: 'Nach Schritt filtern',
  },
  inUse: 'in Gebrauch',
  offline: (count) => `Basis-Images, die ohne Netz gehen: ${count}`,
  sizes: 'Die Größen sind die der tars der Schichten; docker images zählt nur die Dateien darin.',
};
