import { existsSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { chromium, type LaunchOptions } from '@playwright/test'
import { isChromiumPackaged, packagedChromium } from './packaged-chromium.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const APPLICATIONS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** As root there is no sandbox, and a test needs neither a GPU nor anything from outside. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync']

/** The Chromium that `npx playwright install` brought: the whole one, or only its headless shell, which is used unnamed. */
function playwrightsOwn(): LaunchOptions | undefined {
  const executablePath = chromium.executablePath()
  if (existsSync(executablePath)) return { executablePath }
  const browsers = join(dirname(executablePath), '../..')
  const revision = /chromium-(\d+)/.exec(executablePath)?.[1]
  const hasShell = existsSync(browsers) && readdirSync(browsers).includes(`chromium_headless_shell-${revision}`)
  return hasShell ? {} : undefined
}

function systems(): LaunchOptions | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const places = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...APPLICATIONS]
  const executablePath = places.find((place) => existsSync(place))
  return executablePath === undefined ? undefined : { executablePath }
}

function packaged(): LaunchOptions | undefined {
  if (!isChromiumPackaged) return undefined
  const { executablePath, env } = packagedChromium()
  return { executablePath, env: { ...process.env, ...env } }
}

/**
 * How Playwright starts a browser here: its own Chromium if it is there, else the system's, else one from an npm
 * package that is installed into the folder. Throws one line that says what to install.
 */
export function browserLaunch(): LaunchOptions {
  const found = playwrightsOwn() ?? systems() ?? packaged()
  if (found === undefined) throw new Error('No browser for the tests: run `npx playwright install chromium`.')
  return { ...found, args: ARGS }
}
