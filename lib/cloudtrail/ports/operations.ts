/** The names of the operations that there are. */
export { builtCloudTrailOperations } from '../registry.ts'
