// Accent colours for the web app manifest and theme-color, which cannot use the stylesheet.
import type { Settings } from '../../schemas/shop/settings.ts'

/** Each is the `--accent` of public/src/tokens.css in the light theme; white text is readable on all of them. */
export const ACCENT_COLOURS: Record<Settings['accent'], string> = {
  indigo: '#4f46e5',
  rose: '#be123c',
  emerald: '#047857',
  amber: '#a34a08',
  slate: '#334155',
}
