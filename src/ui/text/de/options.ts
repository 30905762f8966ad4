import type { Catalogue } from '../words.ts';

export const options: Catalogue['options'] = {
  title: 'Optionen',
  target: 'Ziel-Stage',
  targetDefault: 'letzte Stage',
  targetHelp: 'Baut bis zu dieser Stage; Stages, die sie nicht braucht, werden übersprungen.',
  buildArgs: 'Build-Argumente',
  buildArgsHelp: 'Eine Zeile je NAME=Wert, für ARG im Dockerfile.',
  buildArgsPlaceholder: 'VERSION=1.2',
  badBuildArg: (line) => `„${line}“ ist nicht NAME=Wert: Namen bestehen aus Buchstaben, Ziffern und _.`,
  tag: 'Name des Images',
  tagHelp: 'So nennt docker load das Image, das Sie herunterladen.',
  tagPlaceholder: 'hello:1.0',
  noCache: 'Ohne Cache',
  noCacheHelp: 'Jeden Schritt neu ausführen.',
  summary: (parts) => parts.join(' · '),
};
