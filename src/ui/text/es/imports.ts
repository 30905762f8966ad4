import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const imports: Catalogue['imports'] = {
  title: 'Imágenes de archivos',
  help: 'Un archivo de docker save, un diseño OCI o un sistema de archivos raíz (tar, también gzip o zstd). Se queda en este navegador, y FROM lo encuentra por su nombre antes de preguntar a ningún registro.',
  choose: 'Importar un archivo…',
  none: 'Aún no hay ninguna. Elija un archivo, o suelte uno en la página.',
  list: 'Imágenes importadas',
  facts: (platform, layers, size) => `${platform}, ${plural(layers, 'capa', 'capas')}, ${formatBytes(size)}`,
  from: (file) => `de ${file}`,
  use: (name) => `FROM ${name}`,
  copyFrom: (name) => `Copiar «FROM ${name}»`,
  remove: 'Quitar',
  removeOf: (name) => `Quitar ${name}`,
  importing: (file) => `Importando ${file}…`,
  progress: (current, total) => `${formatBytes(current)} de ${formatBytes(total)}`,
  stop: 'Detener',
  stopped: 'Detenido. No se importó nada.',
  done: (names) =>
    `${names.join(', ')} ya ${names.length === 1 ? 'está' : 'están'} aquí. ${names.length === 1 ? 'Úsela' : 'Úselas'} en FROM.`,
  nameTitle: (file) => `¿Cómo se llamará la imagen de ${file}?`,
  nameHelp: 'En minúsculas, con etiqueta si quiere: my-debian o my-debian:12.',
  name: 'Nombre de la imagen',
  import: 'Importar',
  platformTitle: (file) => `${file} no tiene imagen para linux/amd64. ¿Cuál quiere?`,
  dropTitle: (file) => `¿Para qué es ${file}?`,
  dropImage:
    'Contiene una imagen. Como imagen base puede ir después de FROM; como archivo pasa a formar parte del contexto de build.',
  dropRootfs:
    'Contiene un sistema de archivos raíz completo. Como imagen base puede ir después de FROM; como archivo pasa a formar parte del contexto de build, donde ADD puede desempaquetarlo.',
  dropAsImage: 'Usar como imagen base',
  dropAsFile: 'Añadir como archivo',
};
