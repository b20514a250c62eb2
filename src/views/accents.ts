// The accents as a device asks for them: around the window of an installed shop no stylesheet reaches.
import type { Settings } from '../schemas/settings.ts'

/** Each is the `--accent` of public/src/tokens.css in the light; white can be read on all of them. */
export const ACCENT_COLOURS: Record<Settings['accent'], string> = {
  indigo: '#4f46e5',
  rose: '#be123c',
  emerald: '#047857',
  amber: '#a34a08',
  slate: '#334155',
}
