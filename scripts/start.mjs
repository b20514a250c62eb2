// `npm start`: installs and builds when needed, then runs the server in this very process.
import cluster from 'node:cluster'
import module from 'node:module'
import { ensureAssets, ensureInstalled, ensureNode, ensureServer } from './ensure.mjs'
import { ROOT } from './run.mjs'

// The workers of WEB_CONCURRENCY begin here, too: for them everything is there.
if (cluster.isPrimary) await prepare()
process.env.NODE_ENV ??= 'production'
// Keeps what V8 made of the program for the next start; Node 20 cannot yet.
module.enableCompileCache?.()
stopWithNpm()
await import('../dist/server.js')

async function prepare() {
  ensureNode()
  process.chdir(ROOT)
  ensureInstalled()
  ensureAssets()
  ensureServer()
  await import('./env.mjs')
}

/** A signal sent to npm alone never reaches us: it ends, and we would run on without anybody knowing. */
function stopWithNpm() {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event === undefined || parent === 1) return
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}
