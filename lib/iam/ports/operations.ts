/** The names of the operations that there are. */
export { builtIamOperations } from '../registry.ts'
