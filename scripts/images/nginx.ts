/** Stand-ins for `nginx`: its settings, user, folders, a start page and the entrypoint, written by us. */
import { type ImageDefinition, machineCode, missing, standardPath } from './definition.ts';
import type { System } from './languages.ts';
import { accounts, directory, type Entry, file, lines, symlink } from './rootfs.ts';

/** Runs what is in /docker-entrypoint.d when the container starts nginx, then starts it. */
const entrypoint = lines(
  '#!/bin/sh',
  'set -e',
  '',
  'if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then',
  '  for script in /docker-entrypoint.d/*; do',
  '    case "$script" in',
  '      *.envsh) [ -x "$script" ] && . "$script" ;;',
  '      *.sh) [ -x "$script" ] && "$script" ;;',
  '    esac',
  '  done',
  'fi',
  'exec "$@"',
);

const startPage = (title: string, text: string): string =>
  lines(
    '<!DOCTYPE html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${title}</title></head>`,
    `<body><h1>${title}</h1><p>${text}</p></body>`,
    '</html>',
  );

const serverConfig = lines(
  'server {',
  '    listen 80;',
  '    server_name localhost;',
  '    location / {',
  '        root /usr/share/nginx/html;',
  '        index index.html index.htm;',
  '    }',
  '}',
);

const mainConfig = lines(
  'user nginx;',
  'worker_processes auto;',
  'error_log /var/log/nginx/error.log notice;',
  'pid /var/run/nginx.pid;',
  '',
  'events {',
  '    worker_connections 1024;',
  '}',
  '',
  'http {',
  '    include /etc/nginx/mime.types;',
  '    default_type application/octet-stream;',
  '    access_log /var/log/nginx/access.log;',
  '    sendfile on;',
  '    keepalive_timeout 65;',
  '    include /etc/nginx/conf.d/*.conf;',
  '}',
);

const mimeTypes = lines(
  'types {',
  '    text/html html htm shtml;',
  '    text/css css;',
  '    text/plain txt;',
  '    application/javascript js;',
  '    application/json json;',
  '    image/svg+xml svg svgz;',
  '    image/png png;',
  '    image/jpeg jpeg jpg;',
  '    application/wasm wasm;',
  '}',
);

export function nginxImage(tag: string, environment: readonly string[], system: System): ImageDefinition {
  const alpine = system.label === 'Alpine';
  const user = alpine
    ? 'nginx:101:101:nginx:/var/cache/nginx:/sbin/nologin'
    : 'nginx:101:101:nginx user:/nonexistent:/bin/false';
  const entries: Entry[] = [
    ...accounts([...system.users, user], [...system.groups, 'nginx:101:']),
    directory('docker-entrypoint.d'),
    file('docker-entrypoint.sh', entrypoint, 0o755),
    directory('etc/nginx'),
    directory('etc/nginx/conf.d'),
    file('etc/nginx/conf.d/default.conf', serverConfig),
    file('etc/nginx/mime.types', mimeTypes),
    file('etc/nginx/nginx.conf', mainConfig),
    directory('usr/share/nginx'),
    directory('usr/share/nginx/html'),
    file(
      'usr/share/nginx/html/index.html',
      startPage('Welcome to nginx!', 'This page comes with the offline stand-in for the nginx image.'),
    ),
    file(
      'usr/share/nginx/html/50x.html',
      startPage('Error', 'The page you are looking for is not available at the moment.'),
    ),
    directory('var/cache/nginx'),
    directory('var/log/nginx'),
    symlink('var/log/nginx/access.log', '/dev/stdout'),
    symlink('var/log/nginx/error.log', '/dev/stderr'),
  ];
  return {
    name: `nginx:${tag}`,
    standIn: true,
    summary: `The settings, the user, the folders and the entrypoint of nginx, over the stand-in for ${system.label}.`,
    missing: [
      ...missing(
        ['nginx', 'nginx-debug'],
        machineCode('nginx'),
        'Copying your site and its configuration into the image works here as it does in Docker; ' +
          'serving it, or testing the configuration, needs a real container.',
      ),
      ...missing(['envsubst', 'curl'], machineCode('It'), 'sed replaces variables in a file just as well.'),
      ...system.missing,
    ],
    config: {
      Env: [`PATH=${standardPath}`, ...environment],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ...(alpine ? { WorkingDir: '/' } : {}),
      ExposedPorts: { '80/tcp': {} },
      Labels: { maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>' },
      StopSignal: 'SIGQUIT',
    },
    layers: [system.layer, { createdBy: 'Drydock: stand-in for the files of nginx', entries }],
  };
}
