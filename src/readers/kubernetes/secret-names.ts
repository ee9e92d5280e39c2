/** Words of the names of variables that hold secrets. */
const SECRET = /(?:^|_)(?:PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|APIKEY|API_KEY|PRIVATE_KEY|ACCESS_KEY|SECRET_KEY|CREDENTIALS?|PASSPHRASE|JWT_KEY|ENCRYPTION_KEY|AUTH_KEY)(?:$|_(?!FILE|PATH|NAME|TTL|EXPIR|LENGTH|MIN|MAX|URL|HEADER|ROTATION|AGE|ISSUER|ALGORITHM))/i;
/** A user and a password in front of a host. */
const IN_URL = /:\/\/[^\s/:@]{0,200}:[^\s/@$]{1,200}@/;

/** Whether a variable of that name holds a secret; one that names a file does not. */
export const isSecretName = (name: string): boolean => SECRET.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) && !/_FILE$/i.test(name);

/** Whether a value has a password in it. */
export const holdsSecret = (value: string): boolean => IN_URL.test(value.slice(0, 4000));
