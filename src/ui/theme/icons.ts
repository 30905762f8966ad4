/** The page's icons, drawn for a 16 × 16 grid. They are decoration: the text beside them, or the label of their button, speaks. */
import { html, svg, type TemplateResult } from 'lit';

const icon = (body: TemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${body}</svg>`;

export const icons = {
  play: icon(svg`<path d="M5 3.2v9.6L12.6 8z" fill="currentColor" stroke-linejoin="round" />`),
  lock: icon(
    svg`<rect x="3.200" y="7" width="9.600" height="6.800" rx="1.200" /><path d="M5.200 7V5a2.800 2.800 0 0 1 5.600 0v2M8 9.800v1.400" />`,
  ),
  lockOpen: icon(
    svg`<rect x="3.200" y="7" width="9.600" height="6.800" rx="1.200" /><path d="M5.200 7V4.200a2.800 2.800 0 0 1 5.500-.8M8 9.800v1.400" />`,
  ),
  pause: icon(svg`<path d="M5.2 3.400v9.200M10.800 3.400v9.200" stroke-width="2.600" />`),
  stepBack: icon(
    svg`<path d="M12 3.600v8.800L5.600 8z" fill="currentColor" /><path d="M3.800 3.600v8.800" stroke-width="2" />`,
  ),
  stepNext: icon(
    svg`<path d="M4 3.600v8.800L10.400 8z" fill="currentColor" /><path d="M12.200 3.600v8.800" stroke-width="2" />`,
  ),
  again: icon(svg`<path d="M3 8a5 5 0 1 0 1.600-3.700" /><path d="M2.800 2.200v2.900h2.900" />`),
  stop: icon(svg`<rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />`),
  check: icon(svg`<path d="M3.2 8.4l3.2 3.2 6.4-7" />`),
  cross: icon(svg`<path d="M4 4l8 8M12 4l-8 8" />`),
  dot: icon(svg`<circle cx="8" cy="8" r="4.2" />`),
  dashed: icon(svg`<circle cx="8" cy="8" r="5" stroke-dasharray="2.2 2.6" />`),
  ring: icon(svg`<circle cx="8" cy="8" r="5.4" opacity="0.25" /><path d="M8 2.6a5.4 5.4 0 0 1 5.4 5.4" />`),
  /** Layers in stock: cached. */
  stock: icon(
    svg`<path d="M8 2.5l6 3-6 3-6-3z" /><path d="M2 8.6l6 3 6-3" /><path d="M2 11.4l6 3 6-3" opacity="0.5" />`,
  ),
  halt: icon(
    svg`<circle cx="8" cy="8" r="5.4" /><path d="M6.2 6.2h3.6v3.6H6.2z" fill="currentColor" stroke="none" />`,
  ),
  file: icon(svg`<path d="M4 1.8h5l3 3v9.4H4z" /><path d="M9 1.8v3h3" />`),
  folder: icon(
    svg`<path d="M1.8 4.2c0-.6.4-1 1-1h3.4l1.4 1.6h5.6c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1H2.8c-.6 0-1-.4-1-1z" />`,
  ),
  whale: icon(
    svg`<path d="M2 9.5h12c0 2.6-2.2 4-5.2 4C5 13.500 2 12.400 2 9.500z" /><path d="M4 9.500V6.800h2.400v2.700M6.400 9.500V4.200h2.600v5.300M9 9.500V6.800h2.400v2.700" />`,
  ),
  chevron: icon(svg`<path d="M6 4l4 4-4 4" />`),
  plusFile: icon(
    svg`<path d="M9.500 14.200H4V1.800h5l3 3v2.600" /><path d="M9 1.800v3h3" /><path d="M12.200 10v4.400M10 12.200h4.400" />`,
  ),
  plusFolder: icon(
    svg`<path d="M8.500 12.800H2.800c-.6 0-1-.4-1-1V4.200c0-.6.4-1 1-1h3.400l1.400 1.600h5.600c.6 0 1 .4 1 1v1.600" /><path d="M12.200 9.400v4.400M10 11.600h4.400" />`,
  ),
  upload: icon(svg`<path d="M8 10.500V2.800M5 5.600l3-3 3 3" /><path d="M2.500 10.500v2.700h11v-2.700" />`),
  uploadFolder: icon(
    svg`<path d="M1.800 4.200c0-.6.4-1 1-1h3.400l1.400 1.600h5.600c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1H2.800c-.6 0-1-.4-1-1z" /><path d="M8 11V7.400M6.300 8.800L8 7.100l1.700 1.700" />`,
  ),
  widen: icon(svg`<path d="M9.500 2.500h4v4M13.500 2.500L9 7M6.500 13.500h-4v-4M2.500 13.500L7 9" />`),
  shrink: icon(svg`<path d="M13 7H9V3M9 7l4.500-4.500M3 9h4v4M7 9l-4.500 4.500" />`),
  download: icon(svg`<path d="M8 2.500v7.700M5 7.500l3 3 3-3" /><path d="M2.500 10.500v2.700h11v-2.700" />`),
  dots: icon(
    svg`<g fill="currentColor" stroke="none"><circle cx="3.500" cy="8" r="1.300" /><circle cx="8" cy="8" r="1.300" /><circle cx="12.500" cy="8" r="1.300" /></g>`,
  ),
  display: icon(
    svg`<circle cx="8" cy="8" r="5.600" /><path d="M8 2.400a5.600 5.600 0 0 1 0 11.200z" fill="currentColor" stroke="none" />`,
  ),
  disk: icon(
    svg`<ellipse cx="8" cy="3.800" rx="5.400" ry="2" /><path d="M2.600 3.800v8.400c0 1.100 2.400 2 5.400 2s5.400-.9 5.400-2V3.800" /><path d="M2.600 8c0 1.100 2.400 2 5.400 2s5.400-.9 5.400-2" />`,
  ),
  alert: icon(svg`<path d="M8 1.900l6.500 11.700h-13z" /><path d="M8 6.200v3.400M8 11.600v.1" />`),
  info: icon(svg`<circle cx="8" cy="8" r="6" /><path d="M8 7.300v3.700M8 5v.1" />`),
  copy: icon(
    svg`<rect x="5.500" y="5.500" width="8" height="8" rx="1" /><path d="M10.500 5.500v-3h-8v8h3" />`,
  ),
  /** This for that. */
  swap: icon(svg`<path d="M2.500 5.500h10M9.500 2.500l3 3-3 3M13.500 10.500h-10M6.500 7.500l-3 3 3 3" />`),
  down: icon(svg`<path d="M8 3v9.500M4 8.800l4 4 4-4" />`),
  link: icon(svg`<path d="M3 8h9M9 5l3 3-3 3" />`),
  expand: icon(svg`<path d="M4 6l4-4 4 4M4 10l4 4 4-4" />`),
  /** The mark: a hull on its cradle in the dock. */
  mark: html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M3 8v19h26V8" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" />
    <path d="M7.500 12h17l-2.800 7.400c-.3.700-.9 1.100-1.600 1.100h-8.200c-.7 0-1.300-.4-1.600-1.100z" fill="currentColor" />
    <path d="M11 23.600v3.200M16 23.600v3.200M21 23.600v3.200" stroke="currentColor" stroke-width="2.200" stroke-linecap="round" />
    <path d="M16 3v6.200" stroke="currentColor" stroke-width="2.200" stroke-linecap="round" />
    <path d="M16 3.400l5.600 4.200H16z" fill="currentColor" />
  </svg>`,
} as const;
