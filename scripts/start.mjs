// `npm start`: installs and builds when needed, then runs the server in this very process.
import { ensureAssets, ensureInstalled, ensureNode, ensureServer } from './ensure.mjs'
import { ROOT } from './run.mjs'

ensureNode()
process.chdir(ROOT)
ensureInstalled()
ensureAssets()
ensureServer()
await import('./env.mjs')
process.env.NODE_ENV ??= 'production'
await import('../dist/server.js')
