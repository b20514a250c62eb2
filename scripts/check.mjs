// `npm run check`: types and style, of the server and of the browser scripts.
import { refuseArguments } from './arguments.mjs'
import { ensureInstalled, ensureNode } from './ensure.mjs'
import { step, tool } from './run.mjs'

refuseArguments('Usage: npm run check\n\nChecks types and style of the whole project.')
ensureNode()
ensureInstalled()
await import('./types.mjs')
step('Checking style', () => tool('biome', 'check'))
