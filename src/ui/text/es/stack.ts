import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const stack: Catalogue['stack'] = {
  title: 'Capas',
  label: 'Capas de la imagen, la más nueva primero',
  maker: { base: 'imagen base', dependencies: 'dependencias', code: 'su código' },
  rule: {
    base: 'Imagen base: lo que trae FROM.',
    dependencies:
      'Dependencias: lo que instala un gestor de paquetes, lo que se ejecuta antes de que esté su primer archivo, y lo que viene de la red o de otra imagen.',
    code: 'Su código: los archivos que copia, y lo que hacen con ellos los comandos y otras etapas.',
  },
  row: (text, who, bytes, layers) =>
    `${text}. ${who}${who.endsWith('.') ? '' : '.'} ${layers > 1 ? `${plural(layers, 'capa', 'capas')}, ` : ''}${bytes === undefined ? 'aún no creada' : formatBytes(bytes)}`,
  waiting: 'aún no creada',
  count: (layers) => plural(layers, 'capa', 'capas'),
  scale: 'La longitud de una barra dice cuántos bytes son: cada marca es mil veces la anterior.',
};
