// Starts planning-thread.ts: a thread does not take the TypeScript loader over from its process.
import { register } from 'tsx/esm/api'

register()
await import('./planning-thread.ts')
