// What to do where a judge's tool is not there: say it plainly, and on CI never let it pass.
export function missing(tool, judge) {
  const isCi = process.env.CI === 'true'
  console.error(
    `\n*** ${tool} is missing, so ${judge} was ${isCi ? 'not asked' : 'SKIPPED'}. ***\n`,
  )
  return !isCi
}
