/**
 * What each field of an image's config and manifest is for. Keys are the fields' paths, `[]` for any member of a list
 * and `{}` for any key of a map: OCI image spec (config.md, manifest.md, image-index.md, descriptor.md), and what
 * Docker adds.
 */

const descriptor = (at: string, what: string): Readonly<Record<string, string>> => ({
  [`${at}.mediaType`]: `The kind of document that the ${what} is.`,
  [`${at}.digest`]: `The ${what}’s address: a hash of its bytes. Whoever fetches it checks that the bytes fit.`,
  [`${at}.size`]: `Bytes of the ${what} as it is transferred. More than this is refused.`,
  [`${at}.urls`]: `Other addresses from which the ${what} may be fetched.`,
  [`${at}.urls[]`]: 'One such address.',
  [`${at}.annotations`]: `Notes about the ${what}. They are not part of its bytes, and so not of its digest.`,
  [`${at}.annotations.{}`]:
    'One note. Its name is usually a domain written backwards, so that two tools don’t collide.',
  [`${at}.annotations.buildkit/rewritten-timestamp`]:
    'The build set no time in this layer later than this one: SOURCE_DATE_EPOCH, seconds since 1970.',
  [`${at}.data`]: `The ${what} itself in base64, where it is so small that a request of its own isn’t worth it.`,
  [`${at}.artifactType`]: 'What the thing is, where it is no container image.',
  [`${at}.platform`]: 'The machines it runs on.',
  [`${at}.platform.architecture`]: 'The processor: amd64, arm64, …',
  [`${at}.platform.os`]: 'The operating system, as Go calls it.',
  [`${at}.platform.os.version`]: 'The version of the operating system, for Windows.',
  [`${at}.platform.os.features`]: 'What the operating system must be able to do, for Windows.',
  [`${at}.platform.os.features[]`]: 'One such ability.',
  [`${at}.platform.variant`]: 'The kind of processor, as v7 or v8 of ARM.',
  [`${at}.platform.features`]: 'Reserved; nothing writes it.',
});

const healthcheck = (at: string): Readonly<Record<string, string>> => ({
  [at]: 'HEALTHCHECK: a command that Docker runs now and then to see whether the container still works.',
  [`${at}.Test`]:
    'The command. CMD is followed by arguments, CMD-SHELL by a line for the shell, NONE switches an inherited check off.',
  [`${at}.Test[]`]: 'A word of the command.',
  [`${at}.Interval`]: 'Time between two checks, in nanoseconds. Docker’s default is 30 seconds.',
  [`${at}.Timeout`]: 'Time after which a check counts as failed, in nanoseconds. Default: 30 seconds.',
  [`${at}.StartPeriod`]:
    'Time that the container may take to start, in nanoseconds. Failures in it don’t count.',
  [`${at}.StartInterval`]: 'Time between two checks while it starts, in nanoseconds. Default: 5 seconds.',
  [`${at}.Retries`]: 'So many failures in a row make the container unhealthy. Default: 3.',
});

const container = (at: string): Readonly<Record<string, string>> => ({
  [`${at}.User`]: 'USER: who the program runs as. Empty means root.',
  [`${at}.ExposedPorts`]:
    'EXPOSE: ports that the program listens on. A note for people and tools: it opens nothing. “docker run -p” does.',
  [`${at}.ExposedPorts.{}`]: 'A port and its protocol. The empty object has no meaning: only the key counts.',
  [`${at}.Env`]: 'ENV: variables that every program in a container of the image starts with.',
  [`${at}.Env[]`]: 'One variable, NAME=value.',
  [`${at}.Entrypoint`]:
    'ENTRYPOINT: the program that a container starts. Words of “docker run” after the image are appended to it.',
  [`${at}.Entrypoint[]`]: 'A word of the command.',
  [`${at}.Cmd`]:
    'CMD: arguments for the entrypoint, or the whole command where there is none. “docker run” can replace it.',
  [`${at}.Cmd[]`]: 'A word of the command.',
  [`${at}.Volumes`]: 'VOLUME: directories that live outside the container’s own layer, so they survive it.',
  [`${at}.Volumes.{}`]: 'A directory. The empty object has no meaning: only the key counts.',
  [`${at}.WorkingDir`]: 'WORKDIR: the directory in which the program starts.',
  [`${at}.Labels`]: 'LABEL: notes about the image, for people and tools.',
  [`${at}.Labels.{}`]: 'One note. Names that begin with org.opencontainers.image are agreed upon.',
  [`${at}.StopSignal`]: 'STOPSIGNAL: what “docker stop” sends to the program. Without it, SIGTERM.',
  [`${at}.StopTimeout`]: 'Seconds that “docker stop” waits before it kills. Not from a Dockerfile.',
  [`${at}.Memory`]: 'A limit of memory. Old; builders leave it out.',
  [`${at}.MemorySwap`]: 'A limit of memory and swap together. Old; builders leave it out.',
  [`${at}.CpuShares`]: 'A share of the processor. Old; builders leave it out.',
  [`${at}.ArgsEscaped`]: 'The command is already escaped, for Windows. On Linux it says nothing.',
  [`${at}.Shell`]: 'SHELL: the shell of RUN, CMD and ENTRYPOINT in shell form.',
  [`${at}.Shell[]`]: 'A word of the shell’s command.',
  [`${at}.OnBuild`]: 'ONBUILD: instructions that run when another Dockerfile begins FROM this image.',
  [`${at}.OnBuild[]`]: 'One such instruction.',
  [`${at}.Hostname`]: 'From the container that the old builder worked in. It says nothing about yours.',
  [`${at}.Domainname`]: 'From the container that the old builder worked in. It says nothing about yours.',
  [`${at}.AttachStdin`]: 'From the container that the old builder worked in.',
  [`${at}.AttachStdout`]: 'From the container that the old builder worked in.',
  [`${at}.AttachStderr`]: 'From the container that the old builder worked in.',
  [`${at}.Tty`]: 'From the container that the old builder worked in.',
  [`${at}.OpenStdin`]: 'From the container that the old builder worked in.',
  [`${at}.StdinOnce`]: 'From the container that the old builder worked in.',
  [`${at}.Image`]: 'The image that the old builder’s last step began from.',
  [`${at}.MacAddress`]: 'A network address. It is never set in an image.',
  [`${at}.NetworkDisabled`]: 'The container has no network. It is never set by a Dockerfile.',
  ...healthcheck(`${at}.Healthcheck`),
});

export const imageFields = {
  config: {
    created: 'When the image was made.',
    author: 'MAINTAINER: who made it. Old; a LABEL is used today.',
    architecture: 'The processor that its programs are for: amd64, arm64, …',
    os: 'The operating system that its programs are for.',
    'os.version': 'The version of the operating system, for Windows.',
    'os.features': 'What the operating system must be able to do, for Windows.',
    'os.features[]': 'One such ability.',
    variant: 'The kind of processor, as v7 or v8 of ARM.',
    config: 'How a container of the image runs, unless “docker run” says otherwise.',
    ...container('config'),
    rootfs: 'The files of the image: its layers.',
    'rootfs.type': 'Always “layers”.',
    'rootfs.diff_ids':
      'The layers, lowest first, each by the hash of its uncompressed tar. Since they are in here, the image’s ID changes with every file.',
    'rootfs.diff_ids[]': 'One layer.',
    history: 'How the image came to be: an entry for each instruction. “docker history” prints it.',
    'history[].created': 'When the instruction was carried out.',
    'history[].created_by': 'The instruction, as the builder carried it out.',
    'history[].author': 'Who is said to have done it.',
    'history[].comment': 'Which builder did it.',
    'history[].empty_layer':
      'The instruction changed this config only. The next layer belongs to a later entry.',
    container: 'The container of the old builder’s last step.',
    container_config: 'What that container ran with. Nothing reads it any more.',
    ...container('container_config'),
    docker_version: 'The Docker that built the image.',
    id: 'The image’s ID before there were digests.',
    parent: 'The image of the step before, in the old builder.',
    'moby.buildkit.cache.v0': 'Cache keys that BuildKit exported with the image, for “--cache-from”.',
    'moby.buildkit.buildinfo.v1': 'What the image was built from, as earlier BuildKits noted it.',
  } as Readonly<Record<string, string>>,
  manifest: {
    schemaVersion: 'Always 2. Form 1 is gone from registries.',
    mediaType: 'The kind of this document: a manifest for one platform, in OCI’s or in Docker’s form.',
    artifactType: 'What this is, where it is no container image.',
    config: 'The image’s config. Its digest is what Docker calls the image ID.',
    ...descriptor('config', 'config'),
    layers:
      'The layers, lowest first, as they are transferred. Compressed or not makes another digest, so these can differ from the config’s diff_ids.',
    ...descriptor('layers[]', 'layer'),
    subject: 'Another manifest that this one says something about, as a signature does.',
    ...descriptor('subject', 'other manifest'),
    manifests: 'Manifests for several platforms. Whoever pulls takes the one that fits.',
    ...descriptor('manifests[]', 'manifest'),
    annotations: 'Notes about the image, for people and tools.',
    'annotations.{}': 'One note.',
  } as Readonly<Record<string, string>>,
} as const;
