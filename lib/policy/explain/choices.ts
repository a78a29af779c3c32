/** Where a generator gets its decisions from. The simplest choice is always 0, so that smaller choices make smaller cases. */
export interface Choices {
  /** An integer from 0 to below `bound`. */
  below(bound: number): number
}

/** A fast stream of choices that the seed determines (xorshift, 32 bits). */
export class SeededChoices implements Choices {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1
    for (let i = 0; i < 4; i += 1) this.below(2)
  }

  below(bound: number): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return (state >>> 0) % bound
  }
}

/** Choices that were made before; 0 once they are used up. */
export class ListedChoices implements Choices {
  readonly #choices: readonly number[]
  #at = 0

  constructor(choices: readonly number[]) {
    this.#choices = choices
  }

  below(bound: number): number {
    const choice = this.#choices[this.#at] ?? 0
    this.#at += 1
    return choice % bound
  }
}

/** Keeps what another source chose. */
export class RecordedChoices implements Choices {
  readonly made: number[] = []
  readonly #source: Choices

  constructor(source: Choices) {
    this.#source = source
  }

  below(bound: number): number {
    const choice = this.#source.below(bound)
    this.made.push(choice)
    return choice
  }
}

export function pick<T>(choices: Choices, [first, ...rest]: readonly [T, ...T[]]): T {
  const at = choices.below(rest.length + 1)
  return at === 0 ? first : (rest[at - 1] ?? first)
}

/** True in `percent` of a hundred cases. */
export function chance(choices: Choices, percent: number): boolean {
  return choices.below(100) >= 100 - percent
}

/** A list with `least` to `most` items. */
export function several<T>(choices: Choices, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: least + choices.below(most - least + 1) }, make)
}
