import type { Catalogue } from '../words.ts';

export const notices: Catalogue['notices'] = {
  exampleOpened: (title) => `El ejemplo «${title}» está ahora en el lugar de sus archivos.`,
  bringBack: 'Recuperar mis archivos',
};
