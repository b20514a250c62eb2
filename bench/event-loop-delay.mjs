// Event loop monitor, loaded into a measured server: SIGWINCH starts it, the next one writes the result. Free until
// then.
import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const file = process.env.EVENT_LOOP_DELAY_FILE
let watching

if (file) {
  process.on('SIGWINCH', () => {
    if (watching) {
      watching.disable()
      const [maxMs, p99Ms] = [watching.max, watching.percentile(99)].map((ns) => ns / 1e6)
      // Renamed when complete: the bench waits for it.
      writeFileSync(`${file}.begun`, JSON.stringify({ maxMs, p99Ms }))
      renameSync(`${file}.begun`, file)
      watching = undefined
    } else {
      watching = monitorEventLoopDelay({ resolution: 1 })
      watching.enable()
    }
  })
}
