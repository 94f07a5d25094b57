// SPDX-License-Identifier: AGPL-3.0-or-later
import { networkInterfaces } from 'node:os'

const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|podman|cni|tun|tap|wg|tailscale|zt)/

/** This machine's IPv4 addresses that tablets in the same network can reach, likeliest first. */
export const lanAddresses = (interfaces = networkInterfaces()): string[] =>
  Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses.filter(a => a.family === 'IPv4' && !a.internal).map(a => ({ name, address: a.address })),
    )
    .filter(({ address }) => !address.startsWith('169.254.'))
    .sort((a, b) => Number(VIRTUAL.test(a.name)) - Number(VIRTUAL.test(b.name)))
    .map(({ address }) => address)
