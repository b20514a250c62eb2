// `npm test`: types, then every test, or those that are named: `npm test -- test/routes/api/orders.test.ts`.
import { ensureAssets, ensureInstalled, ensureNode, ensureTestRunner } from './ensure.mjs'
import { step, tool } from './run.mjs'

ensureNode()
ensureInstalled()
ensureAssets()
step('Checking types', () => tool('tsc'))
step('Checking types of the browser script', () => tool('tsc', '-p', 'public/src/tsconfig.json'))
step('Checking types of the service worker', () => tool('tsc', '-p', 'public/src/tsconfig.sw.json'))
ensureTestRunner()
console.log('\n> Testing')
const { runTests } = await import('./testing.mjs')
process.exitCode = await runTests(process.argv.slice(2))
