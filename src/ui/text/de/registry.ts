import type { Catalogue } from '../words.ts';

export const registry: Catalogue['registry'] = {
  title: 'Registries',
  settings: 'Woher Basis-Images kommen',
  policy: 'Holen',
  policies: {
    unbundled: 'was nicht mit der Seite kommt',
    always: 'jedes Image, wie Docker es tut',
    never: 'nichts: keine Registry fragen',
  },
  policyHelp: 'Die Images, die mit der Seite kommen, brauchen kein Netz; viele davon sind ein Ersatz.',
  proxy: 'Proxy für Registries',
  proxyPlaceholder: 'https://proxy.example/?url={url}',
  proxyHelp:
    'Die meisten Registries antworten keiner Seite; ein Proxy fragt an ihrer Stelle. Die gefragte Adresse tritt an die Stelle von {url}. Schritte sagen, auf welchem Weg ihre Bytes kamen.',
  badProxy: 'Das ist keine Adresse eines Proxys. Eine sieht so aus: https://proxy.example/?url={url}.',
  insecure: 'Unsichere Registries',
  insecurePlaceholder: 'registry.local:5000',
  insecureHelp:
    'Hosts, die über einfaches http gefragt werden, durch Leerzeichen getrennt. Die dieses Computers werden es immer.',
  badHost: (host) => `„${host}“ ist kein Host. Einer sieht so aus: registry.local:5000.`,
  accounts: 'Konten',
  accountsHelp:
    'Bleiben im Arbeitsspeicher, bis die Seite geschlossen wird. Jedes geht nur an seine Registry, und durch den Proxy, wo er gebraucht wird.',
  accountsNone: 'Keine: Registries werden ohne Namen gefragt.',
  registry: 'Registry',
  registryPlaceholder: 'docker.io',
  user: 'Benutzername',
  password: 'Passwort oder Token',
  add: 'Hinzufügen',
  remove: (registry) => `Das Konto für ${registry} vergessen`,
  forget: 'Vergessen',
  platforms: 'Andere Plattformen',
  platformOf: (image, platform) => `${image} für ${platform}`,
  platformForget: (image) => `Wieder linux/amd64 von ${image} nehmen`,
  choosePlatform: 'Eine andere Plattform nehmen:',
  choosePlatformOf: (platform) => `${platform} nehmen`,
};
