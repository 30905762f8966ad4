import { formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const foresight: Catalogue['foresight'] = {
  whyTab: 'Por qué',
  hint: 'Edite un archivo, y el grafo marca lo que ejecutará el próximo build.',
  below: {
    title: 'Lo que causa debajo',
    none: 'No hay nada debajo: cuando se ejecuta de nuevo, se ejecuta solo.',
    some: (count, took) =>
      `Cuando se ejecuta de nuevo, también ${count === 1 ? 'lo hace 1 paso' : `lo hacen ${count} pasos`} de debajo${took > 0 ? `: unos ${formatDuration(took)} más` : ''}.`,
    perhaps: 'salvo que los archivos que toma resulten iguales',
  },
  files: {
    title: 'Qué cambió',
    more: (count) => `y ${count} más`,
    what: {
      added: 'nuevo',
      removed: 'ya no está',
      content: 'cambió el contenido',
      mode: 'cambiaron los permisos',
      owner: 'cambió el dueño',
      type: 'de otro tipo',
      'link target': 'el enlace lleva a otra parte',
    },
    loading: 'Comparando…',
    notKept:
      'No hay nada que comparar: el texto anterior no se guarda (solo el de archivos de texto pequeños), o es otro por completo.',
    same: 'El texto vuelve a ser el mismo.',
    cut: (lines) => `Las primeras ${lines} líneas de la comparación.`,
  },
  advice: {
    title: 'Lo que ahorraría otro orden',
    swap: (line, other) => `Cambiar entre sí las líneas ${line} y ${other}`,
    move: (line, below) => `Mover la línea ${line} debajo de la línea ${below}`,
    split: (first, line, below) =>
      `Poner «${first}» en el lugar de la línea ${line}, y la línea ${line} debajo de la línea ${below}`,
    saves: (file, after, before) =>
      `y el próximo cambio de ${file} se construye en ${formatDuration(after)} en vez de ${formatDuration(before)}.`,
    proof:
      'Da la misma imagen: lo que se ejecuta en medio no miró ninguno de los archivos que vienen después, ni escribió ninguno. Los tiempos se midieron.',
    apply: 'Cambiar el Dockerfile',
    applied:
      'El Dockerfile se cambió. Construya una vez, luego edite y construya de nuevo para ver la diferencia.',
    undo: 'Deshacer',
    short: (file, after, before) =>
      `Un cambio de ${file} podría construirse en ${formatDuration(after)} en vez de ${formatDuration(before)}.`,
    show: 'Mostrar cómo',
  },
  next: {
    run: 'se ejecutará',
    perhaps: 'quizá se ejecute',
    gone: 'ya no está en el Dockerfile',
    label: (sentence) => `Próximo build: ${sentence}`,
    summary: (runs, perhaps, took, isAtLeast) => {
      if (runs === 0) return 'Próximo build: todas las capas vienen de la caché.';
      const sure = runs - perhaps;
      const parts = [
        sure > 0 ? `${plural(sure, 'capa se hace', 'capas se hacen')} de nuevo` : '',
        perhaps > 0 ? `${plural(perhaps, 'capa', 'capas')} quizá` : '',
      ].filter((part) => part !== '');
      const time = took > 0 ? `, ${isAtLeast ? 'al menos' : 'unos'} ${formatDuration(took)}` : '';
      return `Próximo build: ${parts.join(', ')}${time}.`;
    },
  },
};
