import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const step: Catalogue['step'] = {
  region: 'Paso',
  tabLog: 'Registro',
  tabLayer: 'Capa',
  tabImage: 'Imagen',
  tabs: 'Detalles del paso',
  none: 'Elija un paso para ver su registro, su capa y la imagen hasta ahí.',
  noSteps: 'Aún no hay pasos: corrija lo que se dice arriba y construya de nuevo.',
  line: (line) => `línea ${line}`,
  goToLine: (line) => `Ir a la línea ${line} del Dockerfile`,
  notes: 'Conviene saber',
  layerBytes: (bytes) => `+${formatBytes(bytes)}`,
  noLayer: 'sin capa',
  changes: (added, changed, deleted) =>
    [
      added ? plural(added, 'añadido', 'añadidos') : '',
      changed ? plural(changed, 'cambiado', 'cambiados') : '',
      deleted ? plural(deleted, 'eliminado', 'eliminados') : '',
    ]
      .filter((part) => part !== '')
      .join(', ') || 'nada cambiado',
};
