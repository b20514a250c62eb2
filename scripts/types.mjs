// Type checks: the server with its tests, the browser script, the service worker. `npm run check` runs them in turn with
// others, `npm test` beside the tests: many of these wait, for a browser or another process.
import { step, tool } from './run.mjs'

step('Checking types', () => tool('tsc'))
step('Checking types of the browser script', () => tool('tsc', '-p', 'public/src/tsconfig.json'))
step('Checking types of the service worker', () => tool('tsc', '-p', 'public/src/tsconfig.sw.json'))
