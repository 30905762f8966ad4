import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const parts = {
  'image-entrypoint': 'El ENTRYPOINT de la imagen',
  'image-cmd': 'El CMD de la imagen',
  'flag-entrypoint': '--entrypoint',
  arguments: 'escrito tras la imagen',
} as const;

function exitCode(code: number): string {
  switch (code) {
    case 0:
      return 'Terminó sin error.';
    case 125:
      return 'Código de salida 125: Docker mismo se negó, antes de que se ejecutara nada del contenedor.';
    case 126:
      return 'Código de salida 126: el archivo existe, pero no se puede ejecutar como programa. ¿Es ejecutable (chmod +x)?';
    case 127:
      return 'Código de salida 127: no hay tal programa en la imagen. Busque un error al escribir, y mire qué dice PATH.';
    case 130:
      return 'Código de salida 130: 128 + 2, así que lo terminó Ctrl-C (SIGINT).';
    case 137:
      return 'Código de salida 137: 128 + 9, así que lo terminó SIGKILL. docker stop lo envía a lo que no termina a tiempo por sí mismo.';
    case 143:
      return 'Código de salida 143: 128 + 15, así que lo terminó SIGTERM, como lo envía docker stop.';
    case 255:
      return 'Código de salida 255: el programa no se pudo ejecutar, o lo dijo él mismo.';
    default:
      return code > 128 && code < 160
        ? `Código de salida ${code}: 128 + ${code - 128}, así que lo terminó esa señal.`
        : `Código de salida ${code}: lo dijo el propio programa. Su salida dice por qué.`;
  }
}

export const run: Catalogue['run'] = {
  title: 'Ejecutar',
  form: 'Ejecutar un contenedor',
  image: 'Imagen',
  imageBuilt: 'la última imagen construida',
  command: 'Comando',
  commandHint: 'como dice la imagen',
  commandHelp: 'Sustituye a CMD. A un ENTRYPOINT se le añade.',
  entrypoint: '--entrypoint',
  entrypointUse: 'Sustituir ENTRYPOINT',
  entrypointHint: 'nada: ningún ENTRYPOINT',
  env: 'Variables (-e)',
  envHint: 'NOMBRE=valor, una por línea',
  volumes: 'Archivos del proyecto (-v)',
  volumesHint: './src:/mnt:ro, uno por línea',
  volumesHelp:
    'Lo que un contenedor escribe ahí se queda en el contenedor: su proyecto conserva sus archivos.',
  workdir: 'Carpeta (-w)',
  user: 'Usuario (-u)',
  name: 'Nombre (--name)',
  terminal: 'Con un terminal (-it)',
  remove: 'Olvidarlo cuando termine (--rm)',
  more: 'Más opciones',
  start: 'Ejecutar',
  starting: 'Iniciando…',
  atHome: 'Lo mismo en casa',
  refused: (code) => `El contenedor no se inició. ${exitCode(code)}`,
  badLine: (message) => `El comando no se puede leer: ${message}`,
  badVolume: (line) =>
    `«${line}» no es un montaje. Escríbalo como ./src:/mnt, o ./src:/mnt:ro solo para leer.`,
  list: 'Contenedores',
  none: 'Aún no hay ningún contenedor. Elija una imagen y ejecútela: lo que escriba va a una capa propia.',
  running: 'en marcha',
  exited: (code) => `terminado (${code})`,
  exitCode,
  lost: 'Los contenedores ya no están: uno de ellos no dejaba turno a nadie más, así que hubo que terminarlos todos.',
  stop: 'Detener',
  stopTitle: (signal) => `docker stop: ${signal}, y SIGKILL a los 10 segundos`,
  stopping: 'Deteniendo…',
  kill: 'Matar',
  killTitle: 'docker kill: SIGKILL, al momento',
  removeButton: 'Quitar',
  removeTitle: 'docker rm: olvida el contenedor y lo que escribió',
  exec: 'Segundo terminal',
  execTitle: 'docker exec -it: un proceso más en este contenedor',
  commit: 'Commit…',
  commitTitle: 'docker commit: hace una imagen de lo que hay ahora en el contenedor',
  commitName: 'Nombre de la imagen nueva',
  commitMessage: 'Qué se hizo (-m)',
  commitDo: 'Hacer la imagen',
  committed: (name) => `${name} ya es una imagen: ejecútela, o escriba FROM ${name}.`,
  wasKilled: 'No terminó a tiempo por sí mismo, así que se le mató.',
  tabs: 'De este contenedor',
  tabChanges: 'Capa de escritura',
  tabOrigin: 'Cómo se inició',
  terminalOf: (command) => `Terminal de ${command}`,
  terminalKeys: 'El terminal recibe todas las teclas. F6 lleva a la parte siguiente de la página.',
  endedTab: (command, code) => `${command} (${code})`,
  commandLine: 'Qué se ejecuta',
  from: (part) => parts[part],
  shellForm: 'Forma de shell: /bin/sh -c y un texto.',
  overruled: (what, words, by) =>
    `${parts[what]}, ${words}, no cuenta: ${
      by === 'arguments'
        ? 'ocupa su lugar lo que se escribió tras la imagen.'
        : 'con --entrypoint no cuentan ni el ENTRYPOINT ni el CMD de la imagen.'
    }`,
  ignoresArguments:
    'El ENTRYPOINT tiene forma de shell, así que el shell recibe un texto y nunca mira lo que va detrás. En forma exec, ENTRYPOINT ["…"], sí lo haría.',
  facts: 'Con',
  factUser: (user) => `usuario ${user === '' ? 'root' : user}`,
  factWorkdir: (path) => `carpeta ${path}`,
  factStop: (signal) => `se detiene con ${signal}`,
  exposed: (ports) =>
    `EXPOSE ${ports.join(', ')}: solo documentación. No publica nada: en casa lo haría docker run -p 8080:${
      ports[0]?.split('/')[0] ?? '80'
    }.`,
  mountProject: (source, target, readOnly) =>
    `${source} del proyecto en ${target}${readOnly ? ', solo lectura' : ''}`,
  mountVolume: (target) => `un volumen en ${target}: no forma parte de la capa de escritura`,
  changesIntro:
    'Lo que este contenedor escribió sobre su imagen. Al quitar el contenedor se olvida; un commit lo conserva.',
  changesNone: 'Nada: el contenedor dejó su imagen como está.',
  changesRefresh: 'Mirar de nuevo',
  changesCount: (count) => plural(count, 'cambio', 'cambios'),
};
