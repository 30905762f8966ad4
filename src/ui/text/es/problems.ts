import type { Catalogue } from '../words.ts';

export const problems: Catalogue['problems'] = {
  title: (count) => (count === 1 ? 'El build falló' : `El build falló: ${count} problemas`),
  stopped: 'El build se detuvo. Los pasos terminados están en la caché; el próximo build sigue desde ahí.',
  at: (file, line) => `${file}, línea ${line}`,
  openLog: 'Abrir el registro',
  region: 'Problemas',
};
