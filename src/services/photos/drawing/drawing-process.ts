// Entry point of the child process that decodes and resizes photos (see index.ts).

import { drawings } from './encoder.ts'
import type { Answer, Task } from './index.ts'

process.on('message', async ({ id, job }: Task) => {
  const answer = await drawn(job).then(
    (drawn): Answer => ({ id, drawn }),
    (error: unknown): Answer => ({ id, error: String(error) }),
  )
  // V8 does not count pixel buffers, so it would collect them late.
  process.send?.(answer, () => globalThis.gc?.())
})

function drawn(job: Task['job']): Promise<unknown> {
  if (job.kind === 'photo') return drawings.photo(job)
  return job.kind === 'logo' ? drawings.logo(job) : drawings.avatar(job)
}

process.on('disconnect', () => process.exit())
// Ctrl+C and some supervisors signal the whole process group. The server finishes its requests first, then disconnects.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
