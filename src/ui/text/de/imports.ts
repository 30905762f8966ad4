import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const imports: Catalogue['imports'] = {
  title: 'Images aus Dateien',
  help: 'Eine Datei von docker save, ein OCI-Layout oder ein Root-Dateisystem (tar, auch gzip oder zstd). Es bleibt in diesem Browser, und FROM findet es unter seinem Namen, bevor eine Registry gefragt wird.',
  choose: 'Datei importieren…',
  none: 'Noch keine. Wählen Sie eine Datei, oder legen Sie eine auf der Seite ab.',
  list: 'Importierte Images',
  facts: (platform, layers, size) =>
    `${platform}, ${plural(layers, 'Schicht', 'Schichten')}, ${formatBytes(size)}`,
  from: (file) => `aus ${file}`,
  use: (name) => `FROM ${name}`,
  copyFrom: (name) => `„FROM ${name}“ kopieren`,
  remove: 'Entfernen',
  removeOf: (name) => `${name} entfernen`,
  importing: (file) => `${file} wird importiert…`,
  progress: (current, total) => `${formatBytes(current)} von ${formatBytes(total)}`,
  stop: 'Anhalten',
  stopped: 'Angehalten. Es wurde nichts importiert.',
  done: (names) =>
    `${names.join(', ')} ${names.length === 1 ? 'ist' : 'sind'} da. Verwenden Sie ${names.length === 1 ? 'es' : 'sie'} in FROM.`,
  nameTitle: (file) => `Wie soll das Image in ${file} heißen?`,
  nameHelp: 'Kleinbuchstaben, gern mit einem Tag: my-debian oder my-debian:12.',
  name: 'Name des Images',
  import: 'Importieren',
  platformTitle: (file) => `${file} hat kein Image für linux/amd64. Welches möchten Sie?`,
  dropTitle: (file) => `Wofür ist ${file}?`,
  dropImage:
    'Darin ist ein Image. Als Basis-Image kann es nach FROM stehen; als Datei wird es Teil des Build-Kontexts.',
  dropRootfs:
    'Darin ist ein ganzes Root-Dateisystem. Als Basis-Image kann es nach FROM stehen; als Datei wird es Teil des Build-Kontexts, wo ADD es auspacken kann.',
  dropAsImage: 'Als Basis-Image verwenden',
  dropAsFile: 'Als Datei hinzufügen',
};
