// EXPOSE's port specifications: `80`, `443/udp`, `8000-8002/tcp`, and the forms of `docker run -p` that
// BuildKit still takes with a warning. Follows BuildKit's dockerfile2llb/convert_expose.

import { quote } from './go-text.ts';

export interface PortSpec {
  /** As in the image config: `80/tcp`, one for each port of a range. */
  readonly ports: readonly string[];
  /** The protocol as written; `tcp` when there is none. */
  readonly protocol: string;
  /** What is left without IP address and host port, as written: `80/udp`. */
  readonly container: string;
  /** Whether it names an IP address or a host port, which EXPOSE has no use for. */
  readonly mapsHost: boolean;
}

/** Reads one word of EXPOSE, variables already filled in. Gives BuildKit's sentence when it is wrong. */
export function parsePort(spec: string): PortSpec | { readonly mistake: string } {
  const parts = spec.split(':');
  const container = parts[parts.length - 1] ?? '';
  const host = parts.length > 1 ? (parts[parts.length - 2] ?? '') : '';
  const ip = parts.slice(0, -2).join(':');
  const slash = container.indexOf('/');
  const range = slash < 0 ? container : container.slice(0, slash);
  const protocol = (slash < 0 ? '' : container.slice(slash + 1)) || 'tcp';
  if (range === '') return { mistake: `invalid port: ${quote(spec)}: no port specified` };
  if (!/^(tcp|udp|sctp)$/i.test(protocol)) {
    return { mistake: `invalid port: ${quote(spec)}: invalid proto: ${protocol}` };
  }
  if (ip !== '' && !/^\[?[\d.a-fA-F:%]+\]?$/.test(ip)) return { mistake: `invalid IP address: ${ip}` };
  const own = portRange(range);
  if (!own) return { mistake: `invalid containerPort: ${range}` };
  const mapped = host === '' ? own : portRange(host);
  if (!mapped) return { mistake: `invalid hostPort: ${host}` };
  if (own.end !== own.start && own.end - own.start !== mapped.end - mapped.start) {
    return { mistake: `invalid ranges specified for container and host Ports: ${range} and ${host}` };
  }
  const ports: string[] = [];
  for (let port = own.start; port <= own.end; port++) ports.push(`${port}/${protocol.toLowerCase()}`);
  return { ports, protocol, container, mapsHost: ip !== '' || host !== '' };
}

function portRange(text: string): { start: number; end: number } | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const start = Number(match[1]);
  const end = match[2] === undefined ? start : Number(match[2]);
  return start <= end && end <= 65535 ? { start, end } : undefined;
}
