import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { chromium, type Page } from '@playwright/test'
import { browserLaunch } from '../support/browser.ts'

const FRAMES_A_SECOND = 25
const BITS_A_SECOND = 4_000_000

/** What a page shows, being written into a file. */
export interface Screencast {
  /** Resolves when the file is whole. */
  end(): Promise<void>
}

/**
 * Writes what a page shows into a WebM file, at its own pace. A second browser does the encoding, by its MediaRecorder:
 * nothing but a browser is needed.
 */
export async function screencast(page: Page, file: string): Promise<Screencast> {
  const size = page.viewportSize() ?? { width: 1440, height: 900 }
  const output = createWriteStream(file)
  const browser = await chromium.launch(browserLaunch())
  const encoder = await browser.newPage()
  await encoder.exposeFunction('keep', (base64: string) => void output.write(Buffer.from(base64, 'base64')))
  await encoder.evaluate(record, { ...size, frames: FRAMES_A_SECOND, bits: BITS_A_SECOND })

  const session = await page.context().newCDPSession(page)
  // One is drawn after the other: a frame that comes while one is being drawn takes the place of the one that waits.
  let waiting: string | undefined
  let drawing: Promise<void> | undefined
  const draw = async () => {
    while (waiting !== undefined) {
      const frame = waiting
      waiting = undefined
      await encoder.evaluate(drawn, frame)
    }
    drawing = undefined
  }
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    waiting = data
    drawing ??= draw()
    // The page may be gone by now, with its session.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
  })
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 90,
    maxWidth: size.width,
    maxHeight: size.height,
  })

  return {
    async end() {
      await session.send('Page.stopScreencast')
      await drawing
      await encoder.evaluate(stopped)
      await browser.close()
      output.end()
      await finished(output)
    },
  }
}

interface Recording {
  readonly width: number
  readonly height: number
  readonly frames: number
  readonly bits: number
}

/** In the encoding page: a canvas, and what is drawn on it as a stream. */
function record({ width, height, frames, bits }: Recording): void {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  document.body.append(canvas)
  const mimeType = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'].find(MediaRecorder.isTypeSupported)
  if (mimeType === undefined) throw new Error('this browser encodes no WebM')
  const recorder = new MediaRecorder(canvas.captureStream(frames), { mimeType, videoBitsPerSecond: bits })
  const kept: Promise<unknown>[] = []
  const keep = async (chunk: Blob) => {
    const reader = new FileReader()
    const read = new Promise((resolve) => reader.addEventListener('load', resolve))
    reader.readAsDataURL(chunk)
    await read
    return Reflect.get(window, 'keep')(String(reader.result).split(',')[1])
  }
  let last = Promise.resolve()
  recorder.addEventListener('dataavailable', ({ data }) => {
    last = last.then(() => keep(data))
    kept.push(last)
  })
  const end = new Promise((resolve) => recorder.addEventListener('stop', resolve))
  recorder.start(1000)
  Object.assign(window, {
    canvas,
    async finish() {
      recorder.stop()
      await end
      await Promise.all(kept)
    },
  })
}

async function drawn(frame: string): Promise<void> {
  const canvas: HTMLCanvasElement = Reflect.get(window, 'canvas')
  const image = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${frame}`)).blob())
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
}

function stopped(): Promise<void> {
  return Reflect.get(window, 'finish')()
}
