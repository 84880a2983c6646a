import { kingaCodegen } from '@kinga/plugin-sdk/codegen';

/** Types the operations that modules offer to frontends: `npm run codegen`. */
export default kingaCodegen({
  schema: 'schema.graphql',
  documents: ['modules/*/operations/*.graphql', 'examples/*/operations/*.graphql'],
  out: 'generated/operations/',
  allowNoDocuments: true,
});
