// Cloth of each colourway for the web app manifest and theme-color, which cannot use the stylesheet.
import type { Settings } from '../../schemas/shop/settings.ts'

/** Each is the `--cloth` of public/src/colourways.css in the light theme. */
export const ACCENT_COLOURS: Record<Settings['accent'], string> = {
  marigold: '#1e2a40',
  rose: '#411e25',
  rust: '#402012',
  bottle: '#173023',
  teal: '#102f34',
  indigo: '#1e2945',
  mulberry: '#3b1f35',
  graphite: '#23272d',
}
