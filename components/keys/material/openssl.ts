const CURVES: Readonly<Record<string, string>> = {
  ECC_NIST_P256: 'P-256',
  ECC_NIST_P384: 'P-384',
  ECC_NIST_P521: 'P-521',
  ECC_SECG_P256K1: 'secp256k1',
  SM2: 'SM2',
}

/** Lines of a shell that make material of a spec (`material.bin`) and wrap it (`wrapped.bin`). */
export function openSslLines(spec: string, algorithm: string): readonly string[] {
  const encrypt = 'openssl pkeyutl -encrypt -pubin -inkey WrappingPublicKey.bin -keyform DER'
  if (algorithm === 'SM2PKE') return [making(spec), `${encrypt} \\\n  -in material.bin -out wrapped.bin`]
  const hash = algorithm.endsWith('SHA_256') ? 'sha256' : 'sha1'
  const oaep = (from: string, to: string) =>
    `${encrypt} \\\n  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${hash} -pkeyopt rsa_mgf1_md:${hash} \\\n  -in ${from} -out ${to}`
  if (algorithm.startsWith('RSAES_OAEP')) return [making(spec), oaep('material.bin', 'wrapped.bin')]
  return [
    making(spec),
    'openssl rand -out aes.bin 32',
    'openssl enc -id-aes256-wrap-pad -iv A65959A6 \\\n  -K "$(xxd -p aes.bin | tr -d \'\\n\')" -in material.bin -out material.wrapped',
    oaep('aes.bin', 'aes.wrapped'),
    'cat aes.wrapped material.wrapped > wrapped.bin',
  ]
}

function making(spec: string): string {
  const [kind = '', bits = ''] = spec.split('_')
  if (kind === 'SYMMETRIC') return 'openssl rand -out material.bin 32'
  if (kind === 'HMAC') return `openssl rand -out material.bin ${Number(bits) / 8}`
  const key = kind === 'RSA' ? `RSA -pkeyopt rsa_keygen_bits:${bits}` : curveOptions(spec)
  return `openssl genpkey -algorithm ${key} | openssl pkcs8 -topk8 -nocrypt -outform DER -out material.bin`
}

function curveOptions(spec: string): string {
  const curve = CURVES[spec]
  return curve === undefined ? 'ED25519' : `EC -pkeyopt ec_paramgen_curve:${curve}`
}
