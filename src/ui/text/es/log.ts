import type { Catalogue } from '../words.ts';

export const log: Catalogue['log'] = {
  label: (step) => `Registro de ${step}`,
  emptyRunning: 'Aún no hay salida.',
  emptyCached: 'Tomado de la caché: el paso no se ejecutó, así que no hay salida.',
  emptyDone: 'El paso se ejecutó y no escribió nada.',
  emptyQueued: 'El paso no ha empezado.',
  emptyStopped: 'El paso se detuvo antes de escribir nada.',
  emptyNoRun: 'Esta instrucción no ejecuta ningún programa, así que no tiene salida.',
  dropped: (count) => `Las primeras ${count.toLocaleString('es')} líneas no se guardan.`,
  lines: (count) => `${count.toLocaleString('es')} ${count === 1 ? 'línea' : 'líneas'}`,
  follow: 'Ir al final',
  copy: 'Copiar el registro',
};
