import type { Catalogue } from '../words.ts';

export const graph: Catalogue['graph'] = {
  label: 'Stages und Schritte',
  stage: (index, name) => name ?? `Stage ${index + 1}`,
  stageLabel: (index, name) => (name === undefined ? `Stage ${index + 1}` : `Stage ${index + 1}, ${name}`),
  target: 'Ziel',
  from: (base) => `aus ${base}`,
  notNeeded: 'Das Ziel braucht diese Stage nicht.',
  onbuild: 'ONBUILD',
  origin: {
    'stand-in': { name: 'Ersatz', title: 'Ein Ersatz für das echte Image, der ohne Netz da ist' },
    pulled: { name: 'geholt', title: 'Aus seiner Registry; der Schritt sagt, auf welchem Weg' },
    imported: { name: 'aus Datei', title: 'Ein Image, das aus einer Datei importiert wurde' },
    built: { name: 'hier gebaut', title: 'Ein Image, das in diesem Browser gebaut wurde' },
  },
  image: 'Image',
  imageWaiting: 'Hier wird das Image sein',
  imageNone: 'Kein Image: Der Build wurde nicht fertig',
};
