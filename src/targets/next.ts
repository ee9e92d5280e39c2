/** Asks a frontend whether it answers at all, of its first page: it has no health check of its own. Node is the one program that its image surely has. */
export const ASK_PAGE: readonly string[] = [
  'node', '-e', "require('node:http').get('http://127.0.0.1:'+process.env.PORT+'/',r=>process.exit(r.statusCode<500?0:1)).on('error',()=>process.exit(1))",
];
