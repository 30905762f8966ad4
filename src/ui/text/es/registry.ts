import type { Catalogue } from '../words.ts';

export const registry: Catalogue['registry'] = {
  title: 'Registros',
  settings: 'De dónde vienen las imágenes base',
  policy: 'Descargar',
  policies: {
    unbundled: 'lo que no viene con la página',
    always: 'todas las imágenes, como hace Docker',
    never: 'nada: no preguntar a ningún registro',
  },
  policyHelp: 'Las imágenes que vienen con la página funcionan sin red, y muchas son suplentes.',
  proxy: 'Proxy de registros',
  proxyPlaceholder: 'https://proxy.example/?url={url}',
  proxyHelp:
    'La mayoría de los registros no responden a ninguna página; un proxy pregunta en su lugar. La dirección pedida ocupa el lugar de {url}. Los pasos dicen por dónde llegaron sus bytes.',
  badProxy: 'Eso no es la dirección de un proxy. Es como https://proxy.example/?url={url}.',
  insecure: 'Registros inseguros',
  insecurePlaceholder: 'registry.local:5000',
  insecureHelp:
    'Hosts a los que se pregunta por http simple, separados por espacios. A los de este equipo, siempre.',
  badHost: (host) => `«${host}» no es un host. Es como registry.local:5000.`,
  accounts: 'Cuentas',
  accountsHelp:
    'Se guardan en memoria hasta que se cierra la página. Cada una va solo a su registro, y a través del proxy donde se usa.',
  accountsNone: 'Ninguna: se pregunta a los registros sin nombre.',
  registry: 'Registro',
  registryPlaceholder: 'docker.io',
  user: 'Usuario',
  password: 'Contraseña o token',
  add: 'Añadir',
  remove: (registry) => `Olvidar la cuenta de ${registry}`,
  forget: 'Olvidar',
  platforms: 'Otras plataformas',
  platformOf: (image, platform) => `${image} para ${platform}`,
  platformForget: (image) => `Volver a tomar linux/amd64 de ${image}`,
  choosePlatform: 'Usar otra plataforma:',
  choosePlatformOf: (platform) => `Usar ${platform}`,
};
