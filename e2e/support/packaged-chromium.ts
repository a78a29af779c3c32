import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Pinned here and not in package.json: it weighs 67 MB, and few machines need it. */
const PACKAGE = '@sparticuz/chromium@153.0.0'
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/keystead-browser')
const UNPACKED = join(CACHE, 'unpacked')

/** A browser and the environment it needs. */
export type PackagedChromium = { executablePath: string; env: Record<string, string> }

/** Whether npm has a Chromium for this machine. */
export const isChromiumPackaged = process.platform === 'linux' && process.arch === 'x64'

function run(command: string, args: readonly string[], env: Record<string, string> = {}): void {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd: CACHE,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`)
}

/** The package's own fonts.conf names /tmp: this one keeps fonts and their cache in the folder. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${UNPACKED}/fonts</dir><cachedir>${UNPACKED}/fonts-cache</cachedir></fontconfig>
`

/**
 * Unpacks into a folder of this process and moves it into place whole: test workers may come here at once. The package
 * unpacks into the temporary directory, and its own copies of system libraries only where it believes to run in AWS
 * Lambda.
 */
function unpack(): void {
  const own = join(CACHE, `unpacking-${process.pid}`)
  mkdirSync(own, { recursive: true })
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()"
  run(process.execPath, ['--input-type=module', '-e', script], { TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' })
  writeFileSync(join(own, 'fonts.conf'), FONTS)
  try {
    renameSync(own, UNPACKED)
  } catch (error) {
    if (!existsSync(UNPACKED)) throw error
    rmSync(own, { recursive: true })
  }
}

/** The npm-packaged Chromium, installed beside the project's packages (and without touching them) when it is missing. */
export function packagedChromium(): PackagedChromium {
  const executablePath = join(UNPACKED, 'chromium')
  if (!existsSync(executablePath)) {
    console.error(`No browser found: installing ${PACKAGE} into node_modules/.cache …`)
    mkdirSync(CACHE, { recursive: true })
    const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    run('npm', ['install', '--prefix', CACHE, ...flags, PACKAGE])
    unpack()
  }
  const libraries = [join(UNPACKED, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH ?? ''].filter((path) => path !== '')
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: join(UNPACKED, 'fonts.conf') },
  }
}
