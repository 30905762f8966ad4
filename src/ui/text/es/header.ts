import type { Catalogue } from '../words.ts';

export const header: Catalogue['header'] = {
  example: 'Ejemplo',
  chooseExample: 'Ejemplos',
  views: 'Vistas',
  viewProject: 'Proyecto',
  viewBuild: 'Build',
  viewStep: 'Paso',
  expand: 'Usar toda la página',
  shrink: 'Mostrar de nuevo los archivos y el editor',
};
