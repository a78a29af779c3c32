export { configuration as default } from './bin/boundaries/rules.ts'
