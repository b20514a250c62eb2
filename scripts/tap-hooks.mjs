// Loaded before tap: switches off two costly things that only its reports of coverage and of single promises need.
import asyncHooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import processOnSpawn from 'process-on-spawn'

const { createHook } = asyncHooks
const inert = { enable: () => inert, disable: () => inert }

/**
 * Keeps tap's async-hook-domain 4 from tracking every promise. Tracking assigns unhandled errors to tests, for a fifth of
 * the processor time; test/support/files.ts assigns them to the running file. Only that library uses `destroy`.
 */
asyncHooks.createHook = (callbacks) => (callbacks.destroy ? inert : createHook(callbacks))
syncBuiltinESMExports()

// @tapjs/processinfo 3 would load itself into every process that a test starts, for 0.15 s of processor time each.
processOnSpawn.removeAllListeners()
