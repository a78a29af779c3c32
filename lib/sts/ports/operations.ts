/** The names of the operations that there are. */
export { builtStsOperations } from '../registry.ts'
