import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const fileCount = (count: number): string => plural(count, 'archivo', 'archivos');

export const files: Catalogue['files'] = {
  title: 'Archivos',
  tree: 'Archivos del proyecto',
  summary: (files, bytes) => `${fileCount(files)}, ${formatBytes(bytes)}`,
  newFile: 'Archivo nuevo',
  newFolder: 'Carpeta nueva',
  uploadFiles: 'Añadir archivos de su equipo',
  uploadFolder: 'Añadir una carpeta de su equipo',
  rename: 'Cambiar el nombre',
  remove: 'Eliminar',
  menu: (path) => `Acciones para ${path}`,
  executable: 'Ejecutable',
  executableOf: (path) => `${path} es ejecutable`,
  notExecutableOf: (path) => `${path} no es ejecutable`,
  namePrompt: 'Nombre, o ruta desde la raíz del proyecto',
  dropHere: 'Suelte archivos o carpetas para añadirlos al contexto de build',
  empty: 'Aún no hay archivos. Añada un Dockerfile para empezar, o suelte aquí una carpeta.',
  confirmRemove: (path, files) =>
    files > 1 ? `¿Eliminar ${path} y los ${files} archivos que contiene?` : `¿Eliminar ${path}?`,
  reading: (done, total) => `Leyendo el archivo ${done} de ${total}`,
  added: (count) => `${plural(count, 'archivo añadido', 'archivos añadidos')}.`,
  replaceTitle: (name) => `¿Abrir «${name}» como proyecto?`,
  replaceBody: (name, files) =>
    `La carpeta tiene un Dockerfile y ${fileCount(files)} en total. Abierta como proyecto, ocupa el lugar de los archivos que hay ahora. Añadida, será la carpeta ${name}/ de este proyecto.`,
  replaceYes: 'Abrir como proyecto',
  replaceNo: 'Añadir como carpeta',
  pathProblem: {
    empty: 'Escriba un nombre.',
    dots: 'Una ruta no puede contener «..»: todo queda dentro del contexto de build.',
    'too-long': 'Esa ruta es demasiado larga; caben 1.024 caracteres como máximo.',
    'control-character': 'Un nombre no puede contener caracteres de control.',
    taken: 'Ya hay algo con ese nombre.',
    'inside-file': 'Eso quedaría dentro de un archivo; elija otra carpeta.',
    'inside-itself': 'Una carpeta no se puede mover dentro de sí misma.',
  },
  refused: {
    'file-size': (path, size, limit) =>
      `${path} no se añadió: ocupa ${formatBytes(size)}, y aquí un archivo puede ocupar ${formatBytes(limit)}. Si la imagen lo necesita, haga que lo cree un paso RUN; si no, déjelo fuera del contexto de build.`,
    'total-size': (path, size, limit) =>
      `${path} (${formatBytes(size)}) no se añadió: todos los archivos juntos pueden ocupar ${formatBytes(limit)}. Elimine lo que la imagen no necesita y añádalo de nuevo.`,
    files: (path) =>
      `${path} no se añadió: un proyecto puede tener 20.000 archivos. Deje fuera carpetas como node_modules; las crea un paso RUN.`,
    path: (path) =>
      `${path} no se añadió: una carpeta o un archivo con ese nombre lo impide, o su nombre tiene caracteres que no se pueden usar. Cambie el nombre de uno de ellos.`,
  },
  refusedMore: (count) =>
    `${plural(count, 'archivo más no se añadió', 'archivos más no se añadieron')}, por las mismas razones.`,
  unreadable: (path) => `${path} no se pudo leer. Si entretanto se movió o cambió, suéltelo de nuevo.`,
};
