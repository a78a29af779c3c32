import type { XksProxy } from '#xks/ports.ts'

/** What proxies are asked before a key store or a key is made; nothing outside is changed by it. */
export type Probes = Pick<XksProxy, 'health' | 'metadata'>

/** Asks each question once: what came of it holds for as long as the probes are kept, which is one call. */
export function probesOf(xks: XksProxy): Probes {
  return {
    health: once((endpoint, about) => xks.health(endpoint, about)),
    metadata: once((key, about) => xks.metadata(key, about)),
  }
}

function once<Asked, About, Answer>(
  ask: (asked: Asked, about: About) => Promise<Answer>,
): (asked: Asked, about: About) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (asked, about) => {
    const question = JSON.stringify(asked)
    const answer = answers.get(question) ?? ask(asked, about)
    answers.set(question, answer)
    return answer
  }
}
