import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { oncePerHost, resolveByServers } from './resolve.ts'

let server: Socket
let questions: number
/** What is sent back for a question; nothing from a server that is silent. */
let answer: ((question: Buffer) => Buffer) | undefined

beforeEach(async () => {
  questions = 0
  answer = undefined
  server = createSocket('udp4')
  server.on('message', (question, { port, address }) => {
    questions += 1
    if (answer) server.send(answer(question), port, address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(() => {
  server.close()
})

const resolver = (millis: number) => resolveByServers(millis, [`127.0.0.1:${server.address().port}`])

/** An answer to a question for IPv4 with one address, and to others with none (RFC 1035 section 4.1). */
function withAddress(question: Buffer): Buffer {
  const end = question.indexOf(0, 12) + 5
  const isForIpv4 = question.readUInt16BE(end - 4) === 1
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 9])
  const reply = Buffer.concat([question.subarray(0, end), ...(isForIpv4 ? [record] : [])])
  reply.writeUInt16BE(0x8180, 2)
  reply.writeUInt16BE(isForIpv4 ? 1 : 0, 6)
  reply.writeUInt32BE(0, 8)
  return reply
}

describe('a name that is asked of name servers', () => {
  it('has the addresses of both families that they tell', async () => {
    answer = withAddress
    expect(await resolver(5000)('xks.example.com')).toEqual([{ address: '203.0.113.9', family: 4 }])
  })

  it('is told to be one that the operator may list, where they do not know it', async () => {
    answer = (question) => {
      const reply = Buffer.from(question)
      reply.writeUInt16BE(0x8183, 2)
      return reply
    }
    await expect(resolver(5000)('xks.example.com')).rejects.toMatchObject({
      failure: 'unreachable',
      detail: 'the name servers answer ENOTFOUND, and KEYSTEAD_XKS_PRIVATE_HOSTS does not list its host',
    })
  })

  it('is given up in time when they are silent, and asked once for each family', async () => {
    await expect(resolver(50)('xks.example.com')).rejects.toMatchObject({ failure: 'timeout' })
    expect(questions).toBe(2)
  })
})

describe('a name that is being looked up', () => {
  it('is not looked up a second time, until it has been answered', async () => {
    const asked: string[] = []
    const answers: (() => void)[] = []
    const resolve = oncePerHost((host) => {
      asked.push(host)
      return new Promise((answered, refused) => {
        answers.push(() => (asked.length === 3 ? refused(new Error('no such name')) : answered([])))
      })
    })
    const both = [resolve('a'), resolve('a'), resolve('b')]
    expect(asked).toEqual(['a', 'b'])
    for (const each of answers.splice(0)) each()
    await Promise.all(both)
    const failing = resolve('a')
    answers[0]?.()
    await expect(failing).rejects.toThrow('no such name')
    resolve('a')
    expect(asked).toEqual(['a', 'b', 'a', 'a'])
  })
})
