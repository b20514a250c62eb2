// `npm run dev`: the server from its sources, started again at each change.
import { spawn } from 'node:child_process'
import { ensureAssets, ensureInstalled, ensureNode } from './ensure.mjs'
import { ROOT } from './run.mjs'

ensureNode()
ensureInstalled()
ensureAssets()
const loaders = ['--import', 'tsx', '--import', './scripts/env.mjs']
const server = spawn(process.execPath, ['--watch', ...loaders, 'src/server.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 0))
