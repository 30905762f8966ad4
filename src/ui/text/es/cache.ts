import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const cache: Catalogue['cache'] = {
  tab: 'Caché',
  label: (stage) => `Claves de caché de ${stage}, un candado por paso`,
  help: 'Cada candado es la clave de caché de un paso, hecha de la clave anterior y de lo que lee el paso. Mientras una clave encaja, la capa viene de la caché. Desde la primera que no encaja, todos los candados de debajo son otros.',
  state: {
    fits: 'encaja',
    first: 'primera clave nueva',
    broken: 'clave nueva',
    open: 'aún sin clave',
  },
  keyOf: (text) => `La clave de ${text}`,
  none: 'Esta instrucción solo cambia la configuración de la imagen. No tiene clave propia: los pasos de debajo la ven por su entorno, usuario y directorio de trabajo.',
  notYet: 'La clave se conoce cuando el paso termina.',
  madeOf: 'Está hecha de',
  changed: 'cambió',
  part: {
    instruction: 'la instrucción',
    below: 'aquello sobre lo que está',
    image: 'la imagen base',
    files: 'lo que lee',
    variables: 'argumentos y entorno',
    setting: 'dónde y cómo se ejecuta',
    epoch: 'SOURCE_DATE_EPOCH',
  },
  belowKey: (key, text) => (text === undefined ? key : `${key}, la clave de ${text}`),
  files: (count, key) =>
    count === undefined
      ? `archivos conocidos por la clave ${key}`
      : `${plural(count, 'archivo o carpeta', 'archivos y carpetas')}, contenido ${key}`,
  scratch: 'nada: FROM scratch',
};
