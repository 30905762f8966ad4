import type { Catalogue } from '../words.ts';

export const display: Catalogue['display'] = {
  title: 'Aspecto',
  language: 'Idioma',
  theme: 'Colores',
  themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
  reading: 'Lectura',
  contrast: 'Alto contraste',
  contrastHelp: 'Blanco y negro, líneas fuertes.',
  presentation: 'Letra grande',
  presentationHelp: 'Para un proyector, delante de una clase.',
};
