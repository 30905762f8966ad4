// Platforms as `--platform` writes them: `linux/amd64`, `linux/arm/v7`, or one word of it. Follows containerd's
// `platforms.Parse` and its sentences.

import { quote } from './go-text.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === undefined || variant === ''
    ? `${os}/${architecture}`
    : `${os}/${architecture}/${variant}`;
}

/** As containerd's `platforms.Normalize` leaves it: how BuildKit shows an image's platform, and hands it on. */
export function normalizePlatform({ os, architecture, variant = '' }: Platform): Platform {
  const usual = usualVariant(architecture, variant);
  return { os, architecture, ...(usual === '' ? {} : { variant: usual }) };
}

/** The one that an architecture has where nothing is said goes without saying, except for arm. */
function usualVariant(architecture: string, variant: string): string {
  if (architecture === 'amd64') return variant === 'v1' ? '' : variant;
  if (architecture === 'arm64') return variant === '8' || variant === 'v8' ? '' : variant;
  if (architecture !== 'arm') return variant;
  if (variant === '') return 'v7';
  return /^[5-8]$/.test(variant) ? `v${variant}` : variant;
}

export type ParsedPlatform =
  | { readonly platform: Platform; readonly mistake?: undefined }
  | { readonly platform?: undefined; readonly mistake: string };

const SYSTEMS: ReadonlySet<string> = new Set([
  ...['aix', 'android', 'darwin', 'dragonfly', 'freebsd', 'hurd', 'illumos', 'ios', 'js', 'linux', 'nacl'],
  ...['netbsd', 'openbsd', 'plan9', 'solaris', 'wasip1', 'windows', 'zos'],
]);

const ARCHITECTURES: ReadonlySet<string> = new Set([
  ...['386', 'amd64', 'amd64p32', 'arm', 'armbe', 'arm64', 'arm64be', 'loong64', 'mips', 'mipsle', 'mips64'],
  ...['mips64le', 'mips64p32', 'mips64p32le', 'ppc', 'ppc64', 'ppc64le', 'riscv', 'riscv64', 's390', 's390x'],
  ...['sparc', 'sparc64', 'wasm'],
]);

/** Other names of architectures. */
const ALIASES: Readonly<Record<string, string>> = {
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};

export function parsePlatform(text: string): ParsedPlatform {
  const wrong = (what: string): ParsedPlatform => ({ mistake: `${what}: invalid argument` });
  if (text.includes('*')) return wrong(`${quote(text)}: wildcards not yet supported`);
  const parts = text.split('/');
  const [first = '', second, variant] = parts;
  const system = /^([A-Za-z0-9_-]+)(?:\([A-Za-z0-9_.-]*\))?$/.exec(first)?.[1]?.toLowerCase();
  if (system === undefined) {
    return wrong(
      `${quote(first)} is an invalid OS component of ${quote(text)}: OSAndVersion specifier component must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$"`,
    );
  }
  const bad = parts.slice(1, 4).find((part) => !/^[A-Za-z0-9_.-]+$/.test(part));
  if (bad !== undefined) {
    return wrong(
      `${quote(bad)} is an invalid component of ${quote(text)}: platform specifier component must match "^[A-Za-z0-9_.-]+$"`,
    );
  }
  if (parts.length > 3) return wrong(`${quote(text)}: cannot parse platform specifier`);
  const os = system === 'macos' ? 'darwin' : system;
  if (second !== undefined) {
    const platform = { os, architecture: architectureOf(second) };
    return { platform: variant === undefined ? platform : { ...platform, variant } };
  }
  if (SYSTEMS.has(os)) return { platform: { os, architecture: 'amd64' } };
  const architecture = architectureOf(first);
  return ARCHITECTURES.has(architecture)
    ? { platform: { os: 'linux', architecture } }
    : wrong(`${quote(text)}: unknown operating system or architecture`);
}

function architectureOf(word: string): string {
  const lower = word.toLowerCase();
  return (Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined) ?? lower;
}
