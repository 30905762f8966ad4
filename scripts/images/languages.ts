/**
 * Stand-ins for the images of languages: the real image's settings, users and folders over the stand-in of the
 * system it is built on. Values of ENV are those of the official images' Dockerfiles.
 */
import { alpineConfig, alpineGroups, alpineMissing, alpineUsers } from './alpine.ts';
import { debianConfig, debianGroups, debianMissing, debianUsers } from './debian.ts';
import {
  type ImageDefinition,
  type LayerDefinition,
  machineCode,
  missing,
  type RuntimeConfig,
  standardPath,
} from './definition.ts';
import { accounts, directory, type Entry, file, type Group, lines, type User } from './rootfs.ts';

/** What an image is built on. */
export interface System {
  readonly layer: LayerDefinition;
  readonly config: RuntimeConfig;
  readonly missing: ImageDefinition['missing'];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  /** As in "node over Alpine". */
  readonly label: string;
}

export const onAlpine = (layer: LayerDefinition): System => ({
  layer,
  config: alpineConfig,
  missing: alpineMissing,
  users: alpineUsers,
  groups: alpineGroups,
  label: 'Alpine',
});

export const onDebian = (layer: LayerDefinition): System => ({
  layer,
  config: debianConfig,
  missing: debianMissing,
  users: debianUsers,
  groups: debianGroups,
  label: 'Debian',
});

/** What starts a node container: a word that is no program, or an option, is something for node. */
const nodeEntrypoint = lines(
  '#!/bin/sh',
  'set -e',
  '',
  'case "$1" in',
  '  "" | -*) set -- node "$@" ;;',
  '  *) command -v "$1" >/dev/null || set -- node "$@" ;;',
  'esac',
  'exec "$@"',
);

export function nodeImage(tag: string, node: string, yarn: string, system: System): ImageDefinition {
  const shell = system.label === 'Alpine' ? '/bin/sh' : '/bin/bash';
  const entries: Entry[] = [
    ...accounts([...system.users, `node:1000:1000::/home/node:${shell}`], [...system.groups, 'node:1000:']),
    directory('home/node', 0o755, { uid: 1000, gid: 1000 }),
    directory('opt'),
    file('usr/local/bin/docker-entrypoint.sh', nodeEntrypoint, 0o755),
  ];
  return {
    name: `node:${tag}`,
    standIn: true,
    summary: `The settings, the user and the entrypoint of Node.js ${node}, over the stand-in for ${system.label}.`,
    missing: [
      ...missing(
        ['node', 'nodejs'],
        machineCode('Node.js'),
        'Steps that only copy files, set variables or declare a command work here as they do in Docker. ' +
          'Steps that start node need a real build.',
      ),
      ...missing(
        ['npm', 'npx', 'corepack'],
        'npm runs on Node.js, which is a program for a Linux machine; this page runs WebAssembly programs only, ' +
          'and has no port of it yet.',
        'In a real build this line works as it is written. Here, leave it out to see the rest of the image form.',
      ),
      ...missing(
        ['yarn', 'yarnpkg'],
        'yarn runs on Node.js, which is a program for a Linux machine; this page runs WebAssembly programs only, ' +
          'and has no port of it yet.',
        'In a real build this line works as it is written. Here, leave it out to see the rest of the image form.',
      ),
      ...system.missing,
    ],
    config: {
      ...system.config,
      Env: [`PATH=${standardPath}`, `NODE_VERSION=${node}`, `YARN_VERSION=${yarn}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node'],
    },
    layers: [system.layer, { createdBy: `Drydock: stand-in for the files of node ${node}`, entries }],
  };
}

export function golangImage(
  tag: string,
  version: string,
  environment: readonly string[],
  system: System,
): ImageDefinition {
  const shared = version.startsWith('1.14') ? 0o777 : 0o1777;
  const entries: Entry[] = [
    directory('go', shared),
    directory('go/bin', shared),
    directory('go/src', shared),
    directory('usr/local/go'),
    directory('usr/local/go/bin'),
    file('usr/local/go/VERSION', lines(`go${version}`)),
  ];
  return {
    name: `golang:${tag}`,
    standIn: true,
    summary: `The settings and the workspace /go of Go ${version}, over the stand-in for ${system.label}.`,
    missing: [
      ...missing(
        ['go', 'gofmt'],
        'The Go toolchain here would be a program for a Linux machine; this page runs WebAssembly programs only, ' +
          'and has no port of it yet.',
        'In a real build this line works as it is written. Here, put a ready-made file into the project and ' +
          'COPY it in place of the compiled one.',
      ),
      ...missing(
        ['git', 'gcc', 'make'],
        'Compilers and their tools are programs for a Linux machine; this page runs WebAssembly programs only.',
        'In a real build this line works as it is written, where the image has the program.',
      ),
      ...system.missing,
    ],
    config: {
      ...system.config,
      Env: [`PATH=/go/bin:/usr/local/go/bin:${standardPath}`, `GOLANG_VERSION=${version}`, ...environment],
      WorkingDir: '/go',
    },
    layers: [system.layer, { createdBy: `Drydock: stand-in for the files of golang ${version}`, entries }],
  };
}

export function pythonImage(
  tag: string,
  version: string,
  environment: readonly string[],
  system: System,
): ImageDefinition {
  const minor = version.split('.').slice(0, 2).join('.');
  const entries: Entry[] = [
    directory(`usr/local/lib/python${minor}`),
    directory(`usr/local/lib/python${minor}/site-packages`),
  ];
  return {
    name: `python:${tag}`,
    standIn: true,
    summary: `The settings of Python ${version}, over the stand-in for ${system.label}.`,
    missing: [
      ...missing(
        ['python3', 'python', `python${minor}`],
        machineCode('Python'),
        'Steps that only copy files, set variables or declare a command work here as they do in Docker. ' +
          'Steps that start Python need a real build.',
      ),
      ...missing(
        ['pip', 'pip3'],
        'pip runs on Python, which is a program for a Linux machine; this page runs WebAssembly programs only, ' +
          'and has no port of it yet.',
        'In a real build this line works as it is written. Here, leave it out to see the rest of the image form.',
      ),
      ...system.missing,
    ],
    config: {
      ...system.config,
      Env: [`PATH=/usr/local/bin:${standardPath}`, ...environment, `PYTHON_VERSION=${version}`],
      Cmd: ['python3'],
    },
    layers: [system.layer, { createdBy: `Drydock: stand-in for the files of python ${version}`, entries }],
  };
}
