import type { Catalogue } from '../words.ts';

const descriptor = (at: string, what: string, of: string): Readonly<Record<string, string>> => ({
  [`${at}.mediaType`]: `La clase de documento: ${what}.`,
  [`${at}.digest`]: `La dirección ${of}: un hash de sus bytes. Quien lo descarga comprueba que los bytes coinciden.`,
  [`${at}.size`]: `Bytes ${of} tal como se transfieren. Más que eso se rechaza.`,
  [`${at}.urls`]: `Otras direcciones ${of}.`,
  [`${at}.urls[]`]: 'Una de esas direcciones.',
  [`${at}.annotations`]: `Notas sobre ${what}. No forman parte de sus bytes, y por tanto tampoco de su digest.`,
  [`${at}.annotations.{}`]:
    'Una nota. Su nombre suele ser un dominio escrito al revés, para que dos herramientas no choquen.',
  [`${at}.annotations.buildkit/rewritten-timestamp`]:
    'Ninguna hora de esta capa es posterior a esta: SOURCE_DATE_EPOCH, segundos desde 1970.',
  [`${at}.data`]: `El contenido ${of} en base64, donde es tan pequeño que no merece una petición propia.`,
  [`${at}.artifactType`]: 'Qué es, donde no es una imagen de contenedor.',
  [`${at}.platform`]: 'Las máquinas en las que funciona.',
  [`${at}.platform.architecture`]: 'El procesador: amd64, arm64, …',
  [`${at}.platform.os`]: 'El sistema operativo, como lo llama Go.',
  [`${at}.platform.os.version`]: 'La versión del sistema operativo, para Windows.',
  [`${at}.platform.os.features`]: 'Lo que debe saber hacer el sistema operativo, para Windows.',
  [`${at}.platform.os.features[]`]: 'Una de esas capacidades.',
  [`${at}.platform.variant`]: 'La variante del procesador, como v7 o v8 de ARM.',
  [`${at}.platform.features`]: 'Reservado; nadie lo escribe.',
});

const oldBuilder = 'Del contenedor en el que trabajaba el antiguo constructor.';

const healthcheck = (at: string): Readonly<Record<string, string>> => ({
  [at]: 'HEALTHCHECK: un comando que Docker ejecuta de vez en cuando para ver si el contenedor aún funciona.',
  [`${at}.Test`]:
    'El comando. A CMD le siguen argumentos, a CMD-SHELL una línea para el shell; NONE apaga una comprobación heredada.',
  [`${at}.Test[]`]: 'Una palabra del comando.',
  [`${at}.Interval`]:
    'Tiempo entre dos comprobaciones, en nanosegundos. Docker usa 30 segundos si no se dice.',
  [`${at}.Timeout`]:
    'Tiempo tras el que una comprobación se da por fallida, en nanosegundos. Si no se dice: 30 segundos.',
  [`${at}.StartPeriod`]:
    'Tiempo que el contenedor puede tardar en arrancar, en nanosegundos. Los fallos en él no cuentan.',
  [`${at}.StartInterval`]:
    'Tiempo entre dos comprobaciones mientras arranca, en nanosegundos. Si no se dice: 5 segundos.',
  [`${at}.Retries`]: 'Tantos fallos seguidos hacen que el contenedor sea «unhealthy». Si no se dice: 3.',
});

const container = (at: string): Readonly<Record<string, string>> => ({
  [`${at}.User`]: 'USER: con qué usuario se ejecuta el programa. Vacío significa root.',
  [`${at}.ExposedPorts`]:
    'EXPOSE: puertos en los que escucha el programa. Una nota para personas y herramientas: no abre nada. Eso lo hace «docker run -p».',
  [`${at}.ExposedPorts.{}`]:
    'Un puerto y su protocolo. El objeto vacío no significa nada: solo cuenta la clave.',
  [`${at}.Env`]: 'ENV: variables con las que empieza todo programa en un contenedor de la imagen.',
  [`${at}.Env[]`]: 'Una variable, NOMBRE=valor.',
  [`${at}.Entrypoint`]:
    'ENTRYPOINT: el programa que inicia un contenedor. Lo que va tras la imagen en «docker run» se le añade.',
  [`${at}.Entrypoint[]`]: 'Una palabra del comando.',
  [`${at}.Cmd`]:
    'CMD: argumentos para el entrypoint, o el comando entero donde no lo hay. «docker run» puede sustituirlo.',
  [`${at}.Cmd[]`]: 'Una palabra del comando.',
  [`${at}.Volumes`]:
    'VOLUME: directorios que viven fuera de la capa propia del contenedor, y por eso le sobreviven.',
  [`${at}.Volumes.{}`]: 'Un directorio. El objeto vacío no significa nada: solo cuenta la clave.',
  [`${at}.WorkingDir`]: 'WORKDIR: el directorio en el que empieza el programa.',
  [`${at}.Labels`]: 'LABEL: notas sobre la imagen, para personas y herramientas.',
  [`${at}.Labels.{}`]: 'Una nota. Los nombres que empiezan por org.opencontainers.image están acordados.',
  [`${at}.StopSignal`]: 'STOPSIGNAL: lo que «docker stop» envía al programa. Sin él, SIGTERM.',
  [`${at}.StopTimeout`]: 'Segundos que «docker stop» espera antes de matar. No viene de un Dockerfile.',
  [`${at}.Memory`]: 'Un límite de memoria. Antiguo; los constructores lo omiten.',
  [`${at}.MemorySwap`]: 'Un límite de memoria y swap juntas. Antiguo; los constructores lo omiten.',
  [`${at}.CpuShares`]: 'Una parte del procesador. Antiguo; los constructores lo omiten.',
  [`${at}.ArgsEscaped`]: 'El comando ya lleva escapes, para Windows. En Linux no dice nada.',
  [`${at}.Shell`]: 'SHELL: el shell de RUN, CMD y ENTRYPOINT en forma de shell.',
  [`${at}.Shell[]`]: 'Una palabra del comando del shell.',
  [`${at}.OnBuild`]:
    'ONBUILD: instrucciones que se ejecutan cuando otro Dockerfile empieza con FROM esta imagen.',
  [`${at}.OnBuild[]`]: 'Una de esas instrucciones.',
  [`${at}.Hostname`]: `${oldBuilder} Del suyo no dice nada.`,
  [`${at}.Domainname`]: `${oldBuilder} Del suyo no dice nada.`,
  [`${at}.AttachStdin`]: oldBuilder,
  [`${at}.AttachStdout`]: oldBuilder,
  [`${at}.AttachStderr`]: oldBuilder,
  [`${at}.Tty`]: oldBuilder,
  [`${at}.OpenStdin`]: oldBuilder,
  [`${at}.StdinOnce`]: oldBuilder,
  [`${at}.Image`]: 'La imagen de la que partió el último paso del antiguo constructor.',
  [`${at}.MacAddress`]: 'Una dirección de red. En una imagen no está nunca.',
  [`${at}.NetworkDisabled`]: 'El contenedor no tiene red. Un Dockerfile no lo pone nunca.',
  ...healthcheck(`${at}.Healthcheck`),
});

export const imageFields: Catalogue['imageFields'] = {
  config: {
    created: 'Cuándo se hizo la imagen.',
    author: 'MAINTAINER: quién la hizo. Antiguo; hoy se usa un LABEL.',
    architecture: 'El procesador para el que son sus programas: amd64, arm64, …',
    os: 'El sistema operativo para el que son sus programas.',
    'os.version': 'La versión del sistema operativo, para Windows.',
    'os.features': 'Lo que debe saber hacer el sistema operativo, para Windows.',
    'os.features[]': 'Una de esas capacidades.',
    variant: 'La variante del procesador, como v7 o v8 de ARM.',
    config: 'Cómo se ejecuta un contenedor de la imagen, si «docker run» no dice otra cosa.',
    ...container('config'),
    rootfs: 'Los archivos de la imagen: sus capas.',
    'rootfs.type': 'Siempre «layers».',
    'rootfs.diff_ids':
      'Las capas, la más baja primero, cada una con el hash de su tar sin comprimir. Como están aquí, el ID de la imagen cambia con cada archivo.',
    'rootfs.diff_ids[]': 'Una capa.',
    history: 'Cómo llegó a ser la imagen: una entrada por instrucción. «docker history» la muestra.',
    'history[].created': 'Cuándo se ejecutó la instrucción.',
    'history[].created_by': 'La instrucción, como la ejecutó el constructor.',
    'history[].author': 'Quién dicen que lo hizo.',
    'history[].comment': 'Qué constructor lo hizo.',
    'history[].empty_layer':
      'La instrucción solo cambió esta configuración. La capa siguiente pertenece a una entrada posterior.',
    container: 'El contenedor del último paso del antiguo constructor.',
    container_config: 'Con qué se ejecutó ese contenedor. Ya nadie lo lee.',
    ...container('container_config'),
    docker_version: 'El Docker que construyó la imagen.',
    id: 'El ID de la imagen de antes de los digests.',
    parent: 'La imagen del paso anterior, en el antiguo constructor.',
    'moby.buildkit.cache.v0': 'Claves de caché que BuildKit exportó con la imagen, para «--cache-from».',
    'moby.buildkit.buildinfo.v1': 'De qué se construyó la imagen, como lo anotaban los BuildKit anteriores.',
  },
  manifest: {
    schemaVersion: 'Siempre 2. La forma 1 ya no existe en los registros.',
    mediaType:
      'La clase de este documento: un manifiesto para una plataforma, en la forma de OCI o de Docker.',
    artifactType: 'Qué es esto, donde no es una imagen de contenedor.',
    config: 'La configuración de la imagen. Su digest es lo que Docker llama el ID de la imagen.',
    ...descriptor('config', 'la configuración', 'de la configuración'),
    layers:
      'Las capas, la más baja primero, tal como se transfieren. Comprimida o no da otro digest, así que pueden diferir de los diff_ids de la configuración.',
    ...descriptor('layers[]', 'la capa', 'de la capa'),
    subject: 'Otro manifiesto del que este dice algo, como hace una firma.',
    ...descriptor('subject', 'el otro manifiesto', 'del otro manifiesto'),
    manifests: 'Manifiestos para varias plataformas. Quien descarga toma el que le sirve.',
    ...descriptor('manifests[]', 'el manifiesto', 'del manifiesto'),
    annotations: 'Notas sobre la imagen, para personas y herramientas.',
    'annotations.{}': 'Una nota.',
  },
};
