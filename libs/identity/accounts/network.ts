import { isIPv6 } from 'node:net';

/**
 * What attempts are counted by: an IPv4 address itself, of an IPv6 address its /64 (`2001:db8:0:1::/64`). A subscriber has
 * a whole one, and could come by another address each time.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.replace(/%.*/, '').replace(/\d+(?:\.\d+){3}$/, '0:0').split('::');
  const [before, behind] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = new Array<string>(8 - before.length - behind.length).fill('0');
  return `${[...before, ...zeros, ...behind].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
