// Loaded before tap: keeps its async-hook-domain 4 from tracking every promise. Tracking assigns unhandled errors to
// tests, for a fifth of the processor time; test/support/files.ts assigns them to the running file.
import asyncHooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'

const { createHook } = asyncHooks
const inert = { enable: () => inert, disable: () => inert }

/** Only that library uses `destroy`. */
asyncHooks.createHook = (callbacks) => (callbacks.destroy ? inert : createHook(callbacks))
syncBuiltinESMExports()
