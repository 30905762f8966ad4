import type { Catalogue } from '../words.ts';

export const keys: Catalogue['keys'] = {
  title: 'Teclado',
  open: 'Atajos de teclado',
  groups: { page: 'En todas partes', parts: 'Listas, pestañas y árboles', editor: 'En el editor' },
  build: 'Construir',
  stop: 'Detener el build',
  map: 'Mostrar esta lista (fuera de los campos de texto)',
  view: 'Ir a la primera, segunda, … vista',
  expand: 'Dar toda la página a la parte principal, o devolverla',
  nextPart: 'Ir a la parte siguiente de la página',
  previousPart: 'Ir a la parte anterior',
  move: 'Moverse',
  openClose: 'Abrir y cerrar una carpeta',
  choose: 'Elegir',
  ends: 'Al principio y al final',
  complete: 'Sugerir lo que podría ir aquí',
  find: 'Buscar y reemplazar',
  leave: 'Salir del editor',
};
