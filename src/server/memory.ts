// How much memory the program takes: V8 would rather let garbage lie than look for it.
import { setFlagsFromString } from 'node:v8'

/** The old generation is collected when it has grown by so much since the last time; V8 itself waits far longer. */
const GROWTH_PERCENT = 25

/**
 * Keeps a long export, or a busy day, from taking twice what is in use. It costs no processor time that could be
 * measured. V8 looks at this figure after each collection, so it may be set while the program runs; the size of the
 * young generation may not, and is set where the program is started (`npm start`, the Dockerfile).
 */
export function collectOften(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
}
