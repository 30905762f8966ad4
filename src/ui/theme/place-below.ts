/**
 * Puts an open popover below its button and right-aligned with it, or above where there is more room; never outside the
 * window. The popover is `position: fixed` with `inset: auto`.
 */
export function placeBelow(panel: HTMLElement, opener: HTMLElement): void {
  // In large type a popover's own pixels are larger than the window's.
  const zoom = panel.currentCSSZoom ?? 1;
  const button = opener.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const gap = 6;
  const margin = 12;
  const below = clientHeight - button.bottom - gap - margin;
  const above = button.top - gap - margin;
  const upwards = below < 240 && above > below;
  const pixels = (value: number): string => `${Math.round(value / zoom)}px`;
  panel.style.maxHeight = pixels(Math.min(560 * zoom, upwards ? above : below));
  panel.style.top = upwards ? 'auto' : pixels(button.bottom + gap);
  panel.style.bottom = upwards ? pixels(clientHeight - button.top + gap) : 'auto';
  const most = clientWidth - margin - panel.getBoundingClientRect().width;
  panel.style.right = pixels(Math.max(margin, Math.min(clientWidth - button.right, most)));
}
