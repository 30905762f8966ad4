import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const figure = (value: number): string => value.toLocaleString('es');
const fileCount = (count: number): string => plural(count, 'archivo', 'archivos');

export const image: Catalogue['image'] = {
  area: 'Imagen',
  loading: 'Leyendo la imagen…',
  notYet: 'La imagen tras este paso aparece aquí cuando el paso termina.',
  nothingBuilt: 'Aún no se ha construido nada',
  nothingBuiltBody:
    'Pulse Construir. Después podrá mirar aquí cada capa, cada archivo y cada byte de la imagen.',
  building: 'La imagen aparece aquí cuando termina el build.',
  notBuilt: 'El último build no dio ninguna imagen',
  notBuiltBody:
    'Corrija lo que lo detuvo y construya de nuevo. Los pasos que terminaron se pueden mirar en Build.',
  moment: 'Mirar en',
  finished: 'La imagen terminada',
  id: 'ID de la imagen',
  facts: (layers, bytes) => `${plural(layers, 'capa', 'capas')}, ${formatBytes(bytes)}`,
  takeOut: 'Descargar o subir',
  views: 'Qué mirar',
  view: {
    files: 'Archivos',
    sizes: 'Mapa de tamaños',
    waste: 'Desperdicio',
    config: 'Configuración',
    manifest: 'Manifiesto',
    history: 'Historial',
    inspect: 'docker inspect',
  },
  layers: {
    title: 'Capas',
    label: 'Capas, la más baja primero',
    base: 'imagen base',
    line: (line) => `Línea ${line}`,
    goToLine: (line) => `Ir a la línea ${line} del Dockerfile`,
    changes: (added, changed, deleted) =>
      [
        ...(added > 0 ? [plural(added, 'añadido', 'añadidos')] : []),
        ...(changed > 0 ? [plural(changed, 'cambiado', 'cambiados')] : []),
        ...(deleted > 0 ? [plural(deleted, 'eliminado', 'eliminados')] : []),
      ].join(', ') || 'ningún archivo cambiado',
    layer: 'Capa ',
    digest: (digest) => `diff ID ${digest}`,
    unknown: 'Una capa sin comando',
  },
  waste: {
    score: 'Eficiencia',
    scoreHelp:
      'Como la calcula dive: los bytes que los archivos necesitan como mínimo, divididos entre los bytes que todas las capas tienen para ellos. Un directorio que se elimina entero no la baja; «Oculto» cuenta sus bytes.',
    hidden: 'Oculto',
    hiddenHelp:
      'Bytes de archivos que una capa posterior elimina, sustituye o contiene otra vez. Las capas solo se añaden, así que estos bytes se siguen guardando, subiendo y descargando con la imagen.',
    dive: 'Quizá desperdiciado',
    diveHelp: 'Todos los bytes de rutas que más de una capa tiene o elimina, como los cuenta dive.',
    of: (bytes, total) => `${formatBytes(bytes)} de ${formatBytes(total)}`,
    none: 'No se desperdicia nada: cada byte de las capas es un byte de la imagen.',
    advice: 'Qué ayudaría',
    list: 'Archivos ocultos',
    columns: { size: 'Bytes', path: 'Ruta', from: 'Guardado por', by: 'Ocultado por' },
    how: {
      deleted: 'eliminado',
      replaced: 'sustituido',
      attributes: 'permisos o dueño cambiados',
      repeated: 'guardado otra vez',
    },
    more: (count) => `Mostrar ${figure(count)} más`,
    notAll: (shown, count) => `Los ${figure(shown)} mayores de ${figure(count)}.`,
    layer: (number, command) => `Capa ${number}: ${command}`,
    deletedBase: (bytes, by) =>
      `«${by}» elimina ${formatBytes(bytes)} de la imagen base, pero las capas de la imagen base siguen como están. Ayudaría una imagen base más pequeña; eliminar no puede.`,
    deletedOwn: (bytes, by, from) =>
      `«${by}» elimina ${formatBytes(bytes)} que guardó «${from}». Créelos y elimínelos en un solo RUN, o en una etapa propia, y ninguna capa los tendrá.`,
    attributes: (bytes, files, by, from) =>
      `«${by}» solo cambia permisos, dueño u hora de ${fileCount(files)}, y la capa contiene otra vez los ${formatBytes(bytes)}. Póngalos donde se crean los archivos: «${from}», por ejemplo con COPY --chmod o --chown.`,
    attributesBase: (bytes, files, by) =>
      `«${by}» solo cambia permisos, dueño u hora de ${fileCount(files)} de la imagen base, y la capa contiene otra vez los ${formatBytes(bytes)}.`,
    replaced: (bytes, by, from) =>
      `«${by}» escribe otra vez archivos que «${from}» ya había guardado: ${formatBytes(bytes)} para nada. Escríbalos una vez, al final.`,
    repeated: (bytes, by) => `«${by}» guarda otra vez ${formatBytes(bytes)} que ya estaban, byte por byte.`,
  },
  sizes: {
    label: 'Tamaños de archivos y directorios',
    help: 'Cada superficie es tan grande como sus bytes. Las flechas mueven, Intro abre un directorio, Retroceso vuelve a subir.',
    whole: 'imagen entera',
    upTo: (number) => `Sistema de archivos con la capa ${number}`,
    layer: 'Con las capas hasta',
    up: 'Subir',
    where: 'Dónde está',
    root: 'Todos los archivos',
    tile: (path, size, share) => `${path}, ${size}, ${share}`,
    opens: 'se abre',
    others: (count) => plural(count, 'más pequeño', 'más pequeños'),
    empty: 'No hay ni un byte.',
    list: 'Los mayores, como lista',
  },
  document: {
    config: 'La configuración de la imagen: cómo se ejecuta un contenedor de ella, y de qué está hecha.',
    manifest: 'El manifiesto: lo que un registro necesita saber para entregar la imagen.',
    modes: 'Cómo mostrarlo',
    readable: 'Explicado',
    json: 'JSON',
    keyHint: 'Elija una clave para ver para qué sirve.',
    unknown: 'Un campo que ninguna especificación nombra.',
    copyRaw: 'Copiar tal como está guardado',
    digest: 'Digest',
    size: (bytes) => `${figure(bytes)} bytes`,
    entries: (count) => plural(count, 'entrada', 'entradas'),
    lines: 'JSON, línea por línea',
    invalid: 'Esto no es JSON.',
  },
  history: {
    title: 'Cómo llegó a ser la imagen, de lo primero a lo último',
    createdBy: 'Instrucción',
    created: 'Cuándo',
    size: 'Tamaño',
    layer: 'Capa',
    emptyLayer: 'solo configuración',
    noTrunc: 'Líneas enteras (--no-trunc)',
  },
  docker: {
    history: 'Lo que escribe Docker. Los tamaños son los de los archivos, sin el tar que los rodea.',
    inspect:
      'Lo que escribe Docker 28. GraphDriver.Data nombra carpetas al azar del disco de una máquina, así que aquí no hay nada que mostrar.',
    output: (command) => `Salida de ${command}`,
  },
};
