import { decode, Tokenizer } from 'cborg'

/** No attestation document has nearly as many data items. It bounds how deep they nest, too. */
const MAX_ITEMS = 512

class BoundedTokenizer extends Tokenizer {
  #left = MAX_ITEMS

  override next() {
    this.#left -= 1
    if (this.#left < 0) throw new RangeError('too many data items')
    return super.next()
  }
}

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
} as const

/**
 * The one CBOR data item (RFC 8949) that the bytes are, its lengths and integers in their shortest form, no key of a
 * map twice, no tags. Maps are `Map`, byte strings `Uint8Array`. Undefined for anything else. Arrays and maps of
 * indefinite length are read only where `indefinite` says so: the Nitro hypervisor writes its payload as one.
 */
export function readCbor(bytes: Uint8Array, { indefinite = false } = {}): unknown {
  const options = { ...STRICT, allowIndefinite: indefinite }
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return decode(plain, { ...options, tokenizer: new BoundedTokenizer(plain, options) })
  } catch {
    return undefined
  }
}
