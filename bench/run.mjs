// `npm run bench`: builds what is needed, then measures the built server.
import { ensureAssets, ensureInstalled, ensureNode, ensureServer } from '../scripts/ensure.mjs'
import { script } from '../scripts/run.mjs'

ensureNode()
ensureInstalled()
ensureAssets()
ensureServer()
process.exitCode = script('bench/main.ts', ...process.argv.slice(2))
