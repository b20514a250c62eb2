// Missing tools: reported, and a failure on CI.
export function missing(tool, check) {
  const isCi = process.env.CI === 'true'
  console.error(`\n*** ${tool} is missing, so ${check} was ${isCi ? 'not run' : 'SKIPPED'}. ***\n`)
  return !isCi
}
