/** The `busybox` image: the one that is no stand-in, since busybox is what we really run. */
import { type ImageDefinition, missing, standardPath } from './definition.ts';
import { accounts, directories, directory, type Entry, file, symlink } from './rootfs.ts';

/** Paths of the applets, as busybox itself installs them: `/usr/bin/awk`. */
export type Applets = readonly string[];

export function busyboxImage(module: Uint8Array, applets: Applets): ImageDefinition {
  const names = applets.map((path) => path.slice(path.lastIndexOf('/') + 1));
  const entries: Entry[] = [
    ...directories('bin', 'dev', 'etc', 'home', 'proc', 'sys', 'usr', 'usr/bin', 'usr/sbin', 'var'),
    directory('root', 0o700),
    directory('tmp', 0o1777),
    directory('var/spool'),
    directory('var/spool/mail'),
    directory('var/www'),
    file('bin/busybox', module, 0o755),
    symlink('usr/bin/env', '../../bin/env'),
    ...names.filter((name) => name !== 'busybox').map((name) => symlink(`bin/${name}`, 'busybox')),
    ...accounts(
      [
        'root:0:0:root:/root:/bin/sh',
        'daemon:1:1:daemon:/usr/sbin:/bin/false',
        'bin:2:2:bin:/bin:/bin/false',
        'sys:3:3:sys:/dev:/bin/false',
        'sync:4:100:sync:/bin:/bin/sync',
        'mail:8:8:mail:/var/spool/mail:/bin/false',
        'www-data:33:33:www-data:/var/www:/bin/false',
        'operator:37:37:Operator:/var:/bin/false',
        'nobody:65534:65534:nobody:/home:/bin/false',
      ],
      [
        'root:0:',
        'daemon:1:',
        'bin:2:',
        'sys:3:',
        'adm:4:',
        'tty:5:',
        'disk:6:',
        'wheel:10:root',
        'cdrom:11:',
        'mail:8:',
        'dialout:18:',
        'floppy:19:',
        'video:28:',
        'audio:29:',
        'www-data:33:',
        'operator:37:',
        'shadow:42:',
        'users:100:',
        'nobody:65534:',
      ],
    ),
  ];
  return {
    name: 'busybox:latest',
    standIn: false,
    summary: `busybox with ${names.length} programs, compiled to WebAssembly.`,
    missing: missing(
      ['wget', 'nc', 'ping', 'httpd', 'telnet'],
      'Programs that talk to the network were left out: a web page can open no sockets.',
      'Put the file into the project and COPY it, or use ADD with the address.',
    ),
    config: { Env: [`PATH=${standardPath}`], Cmd: ['sh'] },
    layers: [{ createdBy: 'Drydock: busybox compiled to WebAssembly', entries }],
  };
}
