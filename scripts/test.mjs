// `npm test`: types, then every test. Arguments go to tap: `npm test -- test/orders.test.ts`.
import { ensureAssets, ensureInstalled, ensureNode, ensureTestRunner } from './ensure.mjs'
import { step, tool } from './run.mjs'

ensureNode()
ensureInstalled()
ensureAssets()
step('Checking types', () => tool('tsc'))
step('Checking types of the browser script', () => tool('tsc', '-p', 'public/src/tsconfig.json'))
step('Checking types of the service worker', () => tool('tsc', '-p', 'public/src/tsconfig.sw.json'))
ensureTestRunner()
step('Testing', () => tool('tap', ...process.argv.slice(2)))
