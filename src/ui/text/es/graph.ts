import type { Catalogue } from '../words.ts';

export const graph: Catalogue['graph'] = {
  label: 'Etapas y pasos',
  stage: (index, name) => name ?? `Etapa ${index + 1}`,
  stageLabel: (index, name) => (name === undefined ? `Etapa ${index + 1}` : `Etapa ${index + 1}, ${name}`),
  target: 'destino',
  from: (base) => `de ${base}`,
  notNeeded: 'El destino no necesita esta etapa.',
  onbuild: 'ONBUILD',
  origin: {
    'stand-in': { name: 'suplente', title: 'Un suplente de la imagen real que funciona sin red' },
    pulled: { name: 'descargada', title: 'De su registro; el paso dice por dónde' },
    imported: { name: 'de archivo', title: 'Una imagen importada de un archivo' },
    built: { name: 'hecha aquí', title: 'Una imagen construida en este navegador' },
  },
  image: 'Imagen',
  imageWaiting: 'Aquí estará la imagen',
  imageNone: 'No hay imagen: el build no terminó',
};
