// Progress throttle: limits how often a long job reports.

const EVERY_MS = 2_000

/** The same listener, called at most every two seconds, and never for shorter jobs. */
export function throttle(tell: (done: number, all: number) => void): typeof tell {
  let last = Date.now()
  return (done, all) => {
    if (Date.now() - last < EVERY_MS) return
    last = Date.now()
    tell(done, all)
  }
}
