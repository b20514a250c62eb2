// The Chromium of this computer, found where systems keep it: for the tests with a browser and for screenshots.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export const NO_CHROMIUM =
  'No Chromium was found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.'

/**
 * Where Chromium is, or undefined. On CI, where nothing may be skipped unseen, it is installed when it is missing.
 * @throws when CHROMIUM_PATH names none, and on CI when there is none and none can be installed
 */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH is "${named}", but nothing is there.`)
  }
  const found = [...PLACES, chromium.executablePath()].find((path) => path && existsSync(path))
  return found || process.env.CI !== 'true' ? found : install()
}

function install(): string {
  if (process.getuid?.() !== 0) throw new Error(NO_CHROMIUM)
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { stdio: 'inherit' })
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'chromium')
  return '/usr/bin/chromium'
}

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium's sandbox does not work for root, and here it only meets our own pages.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export const launchChromium = (executablePath: string, ...more: string[]): Promise<Browser> =>
  chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] })
