// `npm test`: every test, or those that are named, and types: `npm test -- test/routes/api/orders/index.test.ts`.
import { answerHelp } from './arguments.mjs'
import { ensureAssets, ensureInstalled, ensureNode, ensureTestRunner } from './ensure.mjs'
import { startBeside } from './run.mjs'

const HELP = `Usage: npm test -- [--quick] [<test or folder> ...] [options of tap]

Checks types and runs every test, or those that are named: npm test -- test/routes/api/orders/index.test.ts

  --quick  leaves out the tests that need a browser or processes of their own, and those with random requests
`

answerHelp(HELP)
ensureNode()
ensureInstalled()
ensureAssets()
ensureTestRunner()
const types = startBeside('scripts/types.mjs')
console.log('\n> Testing, and checking types')
const { runTests } = await import('./testing.mjs')
const tests = await runTests(process.argv.slice(2))
process.exitCode = (await types.end()) || tests
