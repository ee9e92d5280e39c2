import { BlockList } from 'node:net';

/** Addresses that nobody in the internet has: proxies of one's own are among them. */
const own = new BlockList();
for (const [network, prefix] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16], ['100.64.0.0', 10]] as const) own.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) own.addSubnet(network, prefix, 'ipv6');

/** Believes the first `hops` proxies, and only those of private networks: a count alone would believe whoever connects directly. */
export const trustHops = (hops: number) => (address: string, hop: number): boolean => hop < hops && own.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
