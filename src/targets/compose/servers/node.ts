import { noted, type YamlData } from '../../../formats/yaml-document.ts';
import { verbatim } from '../../../formats/compose-values.ts';
import { environmentOf, SERVER_CONFIG, type Variable } from '../../environment.ts';
import { fileOf } from '../../names.ts';
import { reasonOf } from '../../reason.ts';
import type { Describe, Server } from '../server.ts';

/** Asks the application whether it is ready. Node is the one program that its image surely has. */
const ASK = "require('node:http').get('http://127.0.0.1:'+process.env.PORT+'/readyz',r=>process.exit(r.statusCode===200?0:1)).on('error',()=>process.exit(1))";

/** An application: the image is the user's, the configuration is ours. */
export const node: Describe = (plan, component) => ({
  config: [{ source: fileOf(plan, component, 'server.config.mjs'), target: SERVER_CONFIG }],
  scratch: [{ path: '/tmp' }],
  volumes: [],
  healthy: ['node', '-e', ASK],
  stopSignal: 'SIGTERM',
  environment: environmentMap(environmentOf(plan, component)),
  init: true,
});

/** Variables as the `environment` of a service. */
export const environmentMap = (variables: readonly Variable[]): NonNullable<Server['environment']> => Object.fromEntries(variables.map((variable) => [variable.name, valueOf(variable)]));

function valueOf({ value, entries }: Variable): YamlData {
  const whole = entries.length > 0 && /^[0-9]{1,15}$/.test(value);
  return noted(whole ? Number(value) : verbatim(value), ...entries.map(reasonOf));
}
