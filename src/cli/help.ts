/** What `--help` prints. */

export const generalHelp = `Usage:  dry-dock COMMAND

Builds and runs container images with no daemon: every RUN and every container really runs, in a sandbox that has no
network.

Commands:
  build           Build an image from a Dockerfile
  run             Run a container of an image, until it ends
  push            Push an image that was built to a registry
  system df       Show how much is kept: images and build cache
  builder prune   Forget build cache

Run 'dry-dock COMMAND --help' for its flags.
`;

export const runHelp = `Usage:  dry-dock run [OPTIONS] IMAGE [COMMAND] [ARG...]

Run a container of an image that was built with that name (dry-dock build -t NAME), comes with Drydock or is pulled.
It is gone when it ends: what it wrote is kept nowhere.

Options:
      --cache-dir FOLDER            Where the image was built (default: $XDG_CACHE_HOME/drydock or ~/.cache/drydock)
      --entrypoint COMMAND          Instead of the image's ENTRYPOINT; its CMD does not count then
  -e, --env NAME[=VALUE]            Set a variable; without a value, the one of the environment
  -h, --hostname NAME               Name of the machine, as the container sees it
      --insecure-registry HOST      A registry that is asked over plain http; this machine's always are
  -i, --interactive                 Pass standard input on to the container
      --name NAME                   As Docker has it
      --pull POLICY                 always, missing or never (default: missing)
      --registry-proxy TEMPLATE     Ask registries through a proxy: https://proxy.example/?url={url}
      --rm                          As Docker has it; nothing is kept here in any case
  -t, --tty                         Give the container a terminal; with -i, this one
  -u, --user NAME[:GROUP]           Name or number of the user, and of the group
  -v, --volume SOURCE:TARGET[:ro]   Show the container a copy of a file or folder of this machine; what it writes there
                                    does not come back
  -w, --workdir PATH                Where it begins

Exit code: that of the container's first process; 125 when no container could be made, 126 when its command is no
program, 127 when there is no such command. The first Ctrl-C is passed on to the container, a second one ends it.

Examples:
  dry-dock run alpine echo hello
  dry-dock run -it app:1 sh
  echo hello | dry-dock run -i alpine tr a-z A-Z
  dry-dock run -v .:/work:ro -w /work alpine ls
`;

export const pushHelp = `Usage:  dry-dock push [OPTIONS] NAME[:TAG]

Push an image that was built with that name (dry-dock build -t NAME) to its registry.

Options:
      --cache-dir FOLDER            Where it was built (default: $XDG_CACHE_HOME/drydock or ~/.cache/drydock)
      --insecure-registry HOST      A registry that is asked over plain http; this machine's always are
      --password-stdin              Take the password or token from standard input
  -q, --quiet                       Print nothing but the image's name
      --registry-proxy TEMPLATE     Ask registries through a proxy: https://proxy.example/?url={url}
  -u, --username NAME               User name at the registry

Environment:
  DRYDOCK_USERNAME, DRYDOCK_PASSWORD   User name, and password or token; they are written nowhere
`;

export const diskUsageHelp = `Usage:  dry-dock system df [OPTIONS]

Show how much is kept: images that were built with a name, and the build cache.

Options:
      --cache-dir FOLDER   Where it is kept (default: $XDG_CACHE_HOME/drydock or ~/.cache/drydock)
  -v, --verbose            Image by image and record by record
`;

export const pruneHelp = `Usage:  dry-dock builder prune [OPTIONS]

Forget build cache that no named image needs. What an image needs stays in any case.

Options:
  -a, --all                    Forget all records of the build cache
      --cache-dir FOLDER       Where it is kept (default: $XDG_CACHE_HOME/drydock or ~/.cache/drydock)
      --filter until=DURATION  Only what served last so long ago: 24h
  -f, --force                  As Docker has it; nothing is asked here
      --keep-storage SIZE      Stop when no more than this is kept: 2GB; the least recently used goes first
`;

export const buildHelp = `Usage:  dry-dock build [OPTIONS] PATH | -

Build an image from a Dockerfile.

PATH is the build context: a folder, or - for a tar archive or a Dockerfile on standard input.

Options:
      --advice                      With --check: also what we would tell a learner, beyond Docker's checks
      --build-arg NAME[=VALUE]      Set a build-time variable; without a value, the one of the environment
      --build-context NAME=SOURCE   Another context or base image: a folder, oci-layout://FOLDER[:TAG],
                                    docker-archive:FILE[:TAG] or docker-image://NAME
      --call METHOD                 check, outline (what can be given to the target), targets or build
                                    (default: build); with ,format=json for programs, with
                                    ,ignorestatus=true to exit with 0 in spite of warnings
      --cache-dir FOLDER            Keep layers and the build cache there, for the next build (default:
                                    $XDG_CACHE_HOME/drydock or ~/.cache/drydock); it may be deleted any time
      --check                       The same as --call=check: what a build would warn of; runs nothing
  -D, --debug                       Tell all about each warning
  -f, --file FILE                   The Dockerfile (default: PATH/Dockerfile), - for standard input
      --iidfile FILE                Write the image's id there
      --insecure-registry HOST      A registry that is asked over plain http; this machine's always are
      --label NAME=VALUE            Set a label of the image; may be repeated
      --metadata-file FILE          Write digests and names of the result there, as JSON
      --no-cache                    Do not use the cache
      --no-cache-filter STAGES      Do not use the cache for these stages and what begins with them
      --offline                     Ask no registry
  -o, --output FIELDS               type=oci|docker|tar|local|registry,dest=PATH[,rewrite-timestamp=true]; dest=- is
                                    standard output; a bare path is a folder
      --platform linux/amd64        The only one there is
      --progress MODE               auto, plain or rawjson (default: auto); printed on standard error
      --pull                        Pull all base images from their registries, also those that come with
                                    Drydock
      --push                        Push the result under its names (-t), as dry-dock push does
  -q, --quiet                       Print nothing but the image's id, on standard output
      --registry-proxy TEMPLATE     Ask registries through a proxy: https://proxy.example/?url={url}
      --secret id=ID[,src=FILE|,env=NAME]
                                    Show a secret to RUN --mount=type=secret
  -t, --tag NAME                    Name of the result, NAME[:TAG]; may be repeated
      --target STAGE                Build up to this stage

Environment:
  SOURCE_DATE_EPOCH   Unix seconds: the time that the result carries, so that it is always the same
  DRYDOCK_USERNAME, DRYDOCK_PASSWORD   For the registry that is pushed to

Base images: those given with --build-context, then those that come with Drydock, then those of registries.

Examples:
  dry-dock build -t app .
  dry-dock build -o type=docker,dest=app.tar -t app:1 . && docker load -i app.tar
  dry-dock build -o type=local,dest=out --target release .
`;
