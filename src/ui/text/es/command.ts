import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const command: Catalogue['command'] = {
  region: 'Línea de comandos',
  atHome: 'Lo mismo en casa',
  copy: 'Copiar este comando',
  copied: 'Copiado',
  open: 'Abrir la línea de comandos',
  close: 'Cerrar la línea de comandos',
  log: 'Comandos y lo que escribieron',
  prompt: 'Escriba un comando docker',
  placeholder: 'docker build . — o help',
  welcome:
    'Los comandos de Docker funcionan aquí, con lo que construye esta página. Escriba help para ver cuáles.',
  answer: 'Responda y o n',
  dropped: (lines) => `${plural(lines, 'línea anterior', 'líneas anteriores')} sin mostrar`,
  candidates: 'Puede ser',
  running: 'Hay un build en marcha. Deténgalo antes, o espere.',
  noShell: (program) =>
    `${program}: esto no es un shell, solo los comandos de Docker. Escriba help para ver cuáles funcionan; los programas se ejecutan en un contenedor, con docker run.`,
  shellOnly:
    'Aquí solo funciona un comando docker por línea: tuberías, redirecciones y variables son para un shell.',
  notHere: (subject) =>
    `${subject} es de Docker, y no está en esta página. Escriba help para ver lo que hay.`,
  unknown: 'Escriba help para ver qué comandos funcionan aquí.',
  context: 'El contexto de build es siempre este proyecto: docker build .',
  noFile: (path) => `El proyecto no tiene ningún archivo ${path}.`,
  badBuildArg: (text) => `Un argumento de build se escribe NOMBRE=valor, no ${text}.`,
  noNetworkImage: 'Construya antes una imagen con nombre: docker build -t NOMBRE .',
  noRun:
    'Está en marcha. Un terminal para él necesita la vista Ejecutar de la página, que no está: docker ps lo muestra.',
  ended: (code) => `Terminó con el código de salida ${code}.`,
  help: {
    title: 'Esto funciona aquí, como en Docker 28:',
    others: 'También: help COMANDO, clear. Arriba y Abajo recorren lo escrito, Tab completa.',
    usage: 'Uso',
    aliases: 'Otros nombres',
    options: 'Opciones que funcionan aquí',
    clear: 'Vaciar esta lista',
  },
};
