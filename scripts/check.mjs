// `npm run check`: types and style, of the server and of what runs in the browser.
import { ensureInstalled, ensureNode } from './ensure.mjs'
import { step, tool } from './run.mjs'

ensureNode()
ensureInstalled()
step('Checking types', () => tool('tsc'))
step('Checking types of the browser script', () => tool('tsc', '-p', 'public/src/tsconfig.json'))
step('Checking types of the service worker', () => tool('tsc', '-p', 'public/src/tsconfig.sw.json'))
step('Checking style', () => tool('biome', 'check'))
