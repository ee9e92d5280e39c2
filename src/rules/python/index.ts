import type { Rule } from '../../model/rule.ts';
import { applicationRules } from './application.ts';
import { databaseRules } from './database.ts';
import { kafkaClientRules } from './kafka.ts';
import { mongoRules } from './mongo.ts';
import { redisRules } from './redis.ts';
import { workerRules } from './worker.ts';

/** What Python applications are told beside their server. */
export const pythonRules: readonly Rule[] = [...applicationRules, ...databaseRules, ...redisRules, ...kafkaClientRules, ...mongoRules, ...workerRules];
