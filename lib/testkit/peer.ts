/** A package that the project brings itself. Throws Error that says what to install. */
export async function peer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new Error(`${name} cannot be loaded: install it with \`npm install --save-dev ${name}\`.`, { cause })
  }
}
