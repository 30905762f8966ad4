/** The stand-in for `alpine`: its folders, users and settings, with busybox as it is there too. */
import type { Applets } from './busybox.ts';
import { type ImageDefinition, type LayerDefinition, missing, standardPath } from './definition.ts';
import {
  accounts,
  directories,
  directory,
  type Entry,
  file,
  type Group,
  lines,
  symlink,
  type User,
} from './rootfs.ts';

const release = '3.22.2';

export const alpineUsers: readonly User[] = [
  'root:0:0:root:/root:/bin/sh',
  'bin:1:1:bin:/bin:/sbin/nologin',
  'daemon:2:2:daemon:/sbin:/sbin/nologin',
  'lp:4:7:lp:/var/spool/lpd:/sbin/nologin',
  'sync:5:0:sync:/sbin:/bin/sync',
  'shutdown:6:0:shutdown:/sbin:/sbin/shutdown',
  'halt:7:0:halt:/sbin:/sbin/halt',
  'mail:8:12:mail:/var/mail:/sbin/nologin',
  'news:9:13:news:/usr/lib/news:/sbin/nologin',
  'uucp:10:14:uucp:/var/spool/uucppublic:/sbin/nologin',
  'cron:16:16:cron:/var/spool/cron:/sbin/nologin',
  'ftp:21:21::/var/lib/ftp:/sbin/nologin',
  'sshd:22:22:sshd:/dev/null:/sbin/nologin',
  'games:35:35:games:/usr/games:/sbin/nologin',
  'ntp:123:123:NTP:/var/empty:/sbin/nologin',
  'guest:405:100:guest:/dev/null:/sbin/nologin',
  'nobody:65534:65534:nobody:/:/sbin/nologin',
];

export const alpineGroups: readonly Group[] = [
  'root:0:root',
  'bin:1:root,bin,daemon',
  'daemon:2:root,bin,daemon',
  'sys:3:root,bin',
  'adm:4:root,daemon',
  'tty:5:',
  'disk:6:root',
  'lp:7:lp',
  'kmem:9:',
  'wheel:10:root',
  'floppy:11:root',
  'mail:12:mail',
  'news:13:news',
  'uucp:14:uucp',
  'cron:16:cron',
  'audio:18:',
  'cdrom:19:',
  'dialout:20:root',
  'ftp:21:',
  'sshd:22:',
  'input:23:',
  'tape:26:root',
  'video:27:root',
  'netdev:28:',
  'kvm:34:kvm',
  'games:35:',
  'shadow:42:',
  'www-data:82:',
  'users:100:games',
  'ntp:123:',
  'abuild:300:',
  'utmp:406:',
  'ping:999:',
  'nogroup:65533:',
  'nobody:65534:',
];

export const alpineConfig = { Env: [`PATH=${standardPath}`], Cmd: ['/bin/sh'], WorkingDir: '/' };

export const alpineMissing = [
  ...missing(
    ['apk'],
    'apk installs Alpine packages, which hold programs for a Linux machine; this page runs WebAssembly programs only.',
    'In a real build this line works as it is written. Here, do without the package: everything busybox has ' +
      'is already installed.',
  ),
  ...missing(
    ['wget', 'nc', 'ping', 'nslookup', 'ssl_client'],
    'Programs that talk to the network were left out: a web page can open no sockets.',
    'Put the file into the project and COPY it, or use ADD with the address.',
  ),
];

export function alpineLayer(module: Uint8Array, applets: Applets): LayerDefinition {
  const entries: Entry[] = [
    ...directories('bin', 'dev', 'etc', 'etc/apk', 'etc/profile.d', 'home', 'lib', 'lib/apk', 'lib/apk/db'),
    ...directories('media', 'media/cdrom', 'media/floppy', 'media/usb', 'mnt', 'opt', 'run', 'run/lock'),
    ...directories('sbin', 'srv', 'usr', 'usr/bin', 'usr/lib', 'usr/local', 'usr/local/bin', 'usr/local/lib'),
    ...directories('usr/local/share', 'usr/sbin', 'usr/share', 'usr/share/man', 'usr/share/misc', 'var'),
    ...directories('var/cache', 'var/cache/apk', 'var/cache/misc', 'var/lib', 'var/lib/apk', 'var/lib/misc'),
    ...directories('var/local', 'var/log', 'var/mail', 'var/opt', 'var/spool', 'var/spool/cron'),
    directory('proc', 0o555),
    directory('sys', 0o555),
    directory('var/empty', 0o555),
    directory('root', 0o700),
    directory('tmp', 0o1777),
    directory('var/tmp', 0o1777),
    symlink('var/lock', '../run/lock'),
    symlink('var/run', '../run'),
    symlink('var/spool/mail', '../mail'),
    file('etc/alpine-release', lines(release)),
    file(
      'etc/os-release',
      lines(
        'NAME="Alpine Linux"',
        'ID=alpine',
        `VERSION_ID=${release}`,
        `PRETTY_NAME="Alpine Linux v${release.slice(0, 4)} (Drydock offline stand-in)"`,
        'VARIANT="Drydock offline stand-in"',
        'VARIANT_ID=drydock-stand-in',
      ),
    ),
    file('etc/apk/arch', lines('x86_64')),
    file('etc/hostname', lines('localhost')),
    file(
      'etc/hosts',
      lines('127.0.0.1\tlocalhost localhost.localdomain', '::1\tlocalhost localhost.localdomain'),
    ),
    file('etc/nsswitch.conf', lines('hosts: files dns')),
    file('etc/shells', lines('/bin/sh', '/bin/ash')),
    file('etc/profile', lines(`export PATH="${standardPath}"`, 'umask 022')),
    ...accounts(alpineUsers, alpineGroups),
    file('bin/busybox', module, 0o755),
    ...applets
      .filter((path) => path !== '/bin/busybox')
      .map((path) => symlink(path.slice(1), '/bin/busybox')),
  ];
  return { createdBy: `Drydock: stand-in for the files of alpine ${release}`, entries };
}

export function alpineImage(layer: LayerDefinition): ImageDefinition {
  return {
    name: 'alpine:3.22',
    standIn: true,
    summary: 'The folders, users and settings of Alpine, with busybox compiled to WebAssembly.',
    missing: alpineMissing,
    config: alpineConfig,
    layers: [layer],
  };
}
