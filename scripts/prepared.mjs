// `node scripts/prepared.mjs <script> [arguments]`: runs a script after installing its packages.
import { ensureAssets, ensureInstalled, ensureNode } from './ensure.mjs'
import { script } from './run.mjs'

ensureNode()
ensureInstalled()
ensureAssets()
await import('./env.mjs')
const [file, ...args] = process.argv.slice(2)
process.exitCode = script(file, ...args)
