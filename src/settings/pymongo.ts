import { settingsOf } from '../model/setting.ts';

/** The pool and the times of a MongoDB client; drivers share these names. One pool for each process. */
const mongo = settingsOf('pymongo');
const MANUAL = 'https://pymongo.readthedocs.io/en/stable/api/pymongo/mongo_client.html';

export const maxPoolSize = mongo.count('maxPoolSize', { about: 'MongoDB connections of one process; 0 is unlimited', manual: MANUAL, silent: 100 });
export const minPoolSize = mongo.count('minPoolSize', { about: 'MongoDB connections that one process keeps open', manual: MANUAL, silent: 0 });
export const maxIdleTimeMS = mongo.time('maxIdleTimeMS', { about: 'Time an idle connection is kept', manual: MANUAL, bare: 1 });
export const waitQueueTimeoutMS = mongo.time('waitQueueTimeoutMS', { about: 'Time a request waits for a connection', manual: MANUAL, bare: 1 });
export const connectTimeoutMS = mongo.time('connectTimeoutMS', { about: 'Time to connect to a server', manual: MANUAL, silent: 20_000, bare: 1 });
export const serverSelectionTimeoutMS = mongo.time('serverSelectionTimeoutMS', { about: 'Time to find a server that can answer', manual: MANUAL, silent: 30_000, bare: 1 });
export const socketTimeoutMS = mongo.time('socketTimeoutMS', { about: 'Time a server may take to answer; none is unlimited', manual: MANUAL, bare: 1 });
