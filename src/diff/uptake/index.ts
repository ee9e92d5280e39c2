import { applicationUptake } from './application.ts';
import { composeUptake } from './compose.ts';
import { kafkaUptake } from './kafka.ts';
import { kubernetesUptake } from './kubernetes/index.ts';
import { nginxUptake } from './nginx.ts';
import { pgbouncerUptake } from './pgbouncer.ts';
import { postgresUptake } from './postgres.ts';
import { postgresDataUptake } from './postgres-data.ts';
import { redisUptake } from './redis.ts';
import type { Uptake } from './step.ts';

/** Who has something to do when a stack changes. */
export const uptakes: readonly Uptake[] = [nginxUptake, applicationUptake, pgbouncerUptake, postgresUptake, postgresDataUptake, redisUptake, kafkaUptake, composeUptake, kubernetesUptake];
