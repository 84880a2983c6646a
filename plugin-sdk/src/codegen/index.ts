export { kingaCodegen, type KingaCodegenOptions } from './kinga-codegen.js';
