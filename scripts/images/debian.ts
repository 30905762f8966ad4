/** Stand-ins for `debian` and `ubuntu`: merged `/usr`, Debian's users, busybox in the place of GNU's programs. */
import type { Applets } from './busybox.ts';
import {
  type ImageDefinition,
  type LayerDefinition,
  machineCode,
  missing,
  standardPath,
} from './definition.ts';
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

export const debianUsers: readonly User[] = [
  'root:0:0:root:/root:/bin/bash',
  'daemon:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
  'bin:2:2:bin:/bin:/usr/sbin/nologin',
  'sys:3:3:sys:/dev:/usr/sbin/nologin',
  'sync:4:65534:sync:/bin:/bin/sync',
  'games:5:60:games:/usr/games:/usr/sbin/nologin',
  'man:6:12:man:/var/cache/man:/usr/sbin/nologin',
  'lp:7:7:lp:/var/spool/lpd:/usr/sbin/nologin',
  'mail:8:8:mail:/var/mail:/usr/sbin/nologin',
  'news:9:9:news:/var/spool/news:/usr/sbin/nologin',
  'uucp:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin',
  'proxy:13:13:proxy:/bin:/usr/sbin/nologin',
  'www-data:33:33:www-data:/var/www:/usr/sbin/nologin',
  'backup:34:34:backup:/var/backups:/usr/sbin/nologin',
  'list:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin',
  'irc:39:39:ircd:/run/ircd:/usr/sbin/nologin',
  '_apt:42:65534::/nonexistent:/usr/sbin/nologin',
  'nobody:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
];

export const debianGroups: readonly Group[] = [
  ...['root:0:', 'daemon:1:', 'bin:2:', 'sys:3:', 'adm:4:', 'tty:5:', 'disk:6:', 'lp:7:', 'mail:8:'],
  ...['news:9:', 'uucp:10:', 'man:12:', 'proxy:13:', 'kmem:15:', 'dialout:20:', 'fax:21:', 'voice:22:'],
  ...['cdrom:24:', 'floppy:25:', 'tape:26:', 'sudo:27:', 'audio:29:', 'dip:30:', 'www-data:33:'],
  ...['backup:34:', 'operator:37:', 'list:38:', 'irc:39:', 'src:40:', 'shadow:42:', 'utmp:43:'],
  ...['video:44:', 'sasl:45:', 'plugdev:46:', 'staff:50:', 'games:60:', 'users:100:', 'nogroup:65534:'],
];

/** busybox's programs that Debian's slim image has too; the others would not be there in a real build. */
const debianPrograms = new Set(
  `[ addgroup adduser arch awk base32 base64 basename cat chgrp chmod chown chpasswd chroot cksum clear cmp comm
  cp cut date dd delgroup deluser df diff dirname du echo egrep env expand expr factor fallocate false fgrep find
  flock fold getopt grep groups gunzip gzip head hostname id install link ln logname ls md5sum mkdir mkfifo mknod
  mktemp more mountpoint mv nice nl nohup nproc od passwd paste pidof printenv printf pwd readlink realpath rev rm
  rmdir run-parts sed seq setsid sh sha1sum sha256sum sha512sum shred shuf sleep sort split stat stty su sum sync
  tac tail tar tee test timeout touch tr true truncate tty uname uncompress unexpand uniq unlink wc which whoami
  xargs yes zcat`.split(/\s+/),
);

export const debianMissing = [
  ...missing(
    ['apt-get', 'apt', 'dpkg'],
    'apt installs Debian packages, which hold programs for a Linux machine; this page runs WebAssembly programs only.',
    'In a real build this line works as it is written. Here, do without the package: everything busybox has ' +
      'is already installed.',
  ),
  ...missing(['bash'], machineCode('bash'), 'Use sh: it understands all of POSIX and much of bash.'),
  ...missing(
    ['perl'],
    machineCode('perl'),
    'awk and sed are here, and do much of what short Perl scripts do.',
  ),
];

interface Distribution {
  readonly release: readonly string[];
  readonly files: readonly Entry[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
}

function layerEntries(module: Uint8Array, applets: Applets, distribution: Distribution): Entry[] {
  const programs = applets
    .map((path) => ({
      folder: path.includes('sbin/') ? 'sbin' : 'bin',
      name: path.slice(path.lastIndexOf('/') + 1),
    }))
    .filter(({ name }) => debianPrograms.has(name));
  return [
    ...directories(
      'boot',
      'dev',
      'etc',
      'etc/default',
      'etc/apt',
      'etc/profile.d',
      'home',
      'media',
      'mnt',
      'opt',
    ),
    ...directories('proc', 'run', 'srv', 'sys', 'usr', 'usr/bin', 'usr/games', 'usr/include', 'usr/lib'),
    ...directories(
      'usr/lib64',
      'usr/libexec',
      'usr/local',
      'usr/local/bin',
      'usr/local/etc',
      'usr/local/games',
    ),
    ...directories(
      'usr/local/include',
      'usr/local/lib',
      'usr/local/sbin',
      'usr/local/share',
      'usr/local/src',
    ),
    ...directories(
      'usr/sbin',
      'usr/share',
      'usr/src',
      'var',
      'var/backups',
      'var/cache',
      'var/lib',
      'var/log',
    ),
    ...directories('var/lib/apt', 'var/lib/apt/lists', 'var/opt', 'var/spool', 'var/cache/apt'),
    directory('run/lock', 0o1777),
    directory('root', 0o700),
    directory('tmp', 0o1777),
    directory('var/tmp', 0o1777),
    directory('var/local', 0o2775, { gid: 50 }),
    directory('var/mail', 0o2775, { gid: 8 }),
    symlink('bin', 'usr/bin'),
    symlink('lib', 'usr/lib'),
    symlink('lib64', 'usr/lib64'),
    symlink('sbin', 'usr/sbin'),
    symlink('usr/local/man', 'share/man'),
    directory('usr/local/share/man'),
    symlink('var/lock', '/run/lock'),
    symlink('var/run', '/run'),
    file('usr/lib/os-release', lines(...distribution.release)),
    symlink('etc/os-release', '../usr/lib/os-release'),
    file('etc/host.conf', lines('multi on')),
    file('etc/nsswitch.conf', lines('passwd: files', 'group: files', 'shadow: files', 'hosts: files dns')),
    file('etc/profile', lines(`PATH="${standardPath}"`, 'export PATH')),
    file('etc/shells', lines('/bin/sh')),
    ...distribution.files,
    ...accounts(distribution.users, distribution.groups),
    file('usr/bin/busybox', module, 0o755),
    ...programs.map(({ folder, name }) =>
      symlink(`usr/${folder}/${name}`, folder === 'bin' ? 'busybox' : '../bin/busybox'),
    ),
  ];
}

export function debianLayer(module: Uint8Array, applets: Applets): LayerDefinition {
  const entries = layerEntries(module, applets, {
    release: [
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm) (Drydock offline stand-in)"',
      'NAME="Debian GNU/Linux"',
      'VERSION_ID="12"',
      'VERSION="12 (bookworm)"',
      'VERSION_CODENAME=bookworm',
      'ID=debian',
      'VARIANT="Drydock offline stand-in"',
      'VARIANT_ID=drydock-stand-in',
    ],
    files: [file('etc/debian_version', lines('12.12'))],
    users: debianUsers,
    groups: debianGroups,
  });
  return { createdBy: 'Drydock: stand-in for the files of debian bookworm-slim', entries };
}

export const debianConfig = { Env: [`PATH=${standardPath}`], Cmd: ['bash'] };

export function debianImage(layer: LayerDefinition): ImageDefinition {
  return {
    name: 'debian:bookworm-slim',
    standIn: true,
    summary: 'The folders, users and settings of Debian 12, with busybox in the place of its programs.',
    missing: debianMissing,
    config: debianConfig,
    layers: [layer],
  };
}

export function ubuntuImage(module: Uint8Array, applets: Applets): ImageDefinition {
  const entries = layerEntries(module, applets, {
    release: [
      'PRETTY_NAME="Ubuntu 24.04 LTS (Drydock offline stand-in)"',
      'NAME="Ubuntu"',
      'VERSION_ID="24.04"',
      'VERSION="24.04 LTS (Noble Numbat)"',
      'VERSION_CODENAME=noble',
      'ID=ubuntu',
      'ID_LIKE=debian',
      'UBUNTU_CODENAME=noble',
      'VARIANT="Drydock offline stand-in"',
      'VARIANT_ID=drydock-stand-in',
    ],
    files: [
      file('etc/debian_version', lines('trixie/sid')),
      directory('home/ubuntu', 0o750, { uid: 1000, gid: 1000 }),
    ],
    users: [...debianUsers, 'ubuntu:1000:1000:Ubuntu:/home/ubuntu:/bin/bash'],
    groups: [...debianGroups, 'ubuntu:1000:'],
  });
  return {
    name: 'ubuntu:24.04',
    standIn: true,
    summary: 'The folders, users and settings of Ubuntu 24.04, with busybox in the place of its programs.',
    missing: debianMissing,
    config: {
      Env: [`PATH=${standardPath}`],
      Cmd: ['/bin/bash'],
      Labels: { 'org.opencontainers.image.ref.name': 'ubuntu', 'org.opencontainers.image.version': '24.04' },
    },
    layers: [{ createdBy: 'Drydock: stand-in for the files of ubuntu 24.04', entries }],
  };
}
