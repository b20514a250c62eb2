// `npm run build`: the assets and the server, from nothing.
import { buildAssets, buildServer, ensureInstalled, ensureNode } from './ensure.mjs'
import { step } from './run.mjs'

ensureNode()
ensureInstalled()
step('Building stylesheet and script', buildAssets)
step('Building the server', buildServer)
