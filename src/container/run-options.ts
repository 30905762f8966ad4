/** What a person says of a container with `docker run` and `docker exec`, as data. Reference: docker run(1). */

/** `-v SOURCE:TARGET[:ro]`, with files of the project for the host's. */
export interface VolumeOption {
  /** Path in the project: `.`, `src`, `./src/app.conf`. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

export interface RunOptions {
  /** What stands after the image: replaces CMD when it is not empty. */
  readonly command: readonly string[];
  /** `--entrypoint`: one word; empty: none at all. */
  readonly entrypoint?: string;
  /** `-e`: `NAME=value`; a name alone takes the variable away, since there is no shell here to take it from. */
  readonly env: readonly string[];
  readonly workdir?: string;
  /** `-u`: name or number, and group after a colon. */
  readonly user?: string;
  readonly name?: string;
  readonly hostname?: string;
  /** `-t` */
  readonly tty: boolean;
  /** `-i` */
  readonly interactive: boolean;
  /** `--rm` */
  readonly remove: boolean;
  readonly volumes: readonly VolumeOption[];
  /** `--stop-signal` */
  readonly stopSignal?: string;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly tty: boolean;
  readonly interactive: boolean;
}
