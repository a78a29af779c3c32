import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { installed, runIn } from './npm-cache.ts'

/** Pinned here and not in package.json: it weighs 67 MB, and few machines need it. */
const PACKAGE = '@sparticuz/chromium@153.0.0'
const FOLDER = 'keystead-browser'
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache', FOLDER)
const UNPACKED = join(CACHE, 'unpacked')

/** A browser and the environment it needs. */
export type PackagedChromium = { executablePath: string; env: Record<string, string> }

/** Whether npm has a Chromium for this machine. */
export const isChromiumPackaged = process.platform === 'linux' && process.arch === 'x64'

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
  runIn(CACHE, process.execPath, ['--input-type=module', '-e', script], {
    TMPDIR: own,
    AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x',
  })
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
    console.error('No browser found.')
    installed(FOLDER, PACKAGE)
    unpack()
  }
  const libraries = [join(UNPACKED, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH ?? ''].filter((path) => path !== '')
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: join(UNPACKED, 'fonts.conf') },
  }
}
