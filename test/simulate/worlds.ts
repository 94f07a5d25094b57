import type { Clock } from '../sync/clock.ts'
import { Random } from '../sync/random.ts'
import { interpreters } from '../wire/hosts.ts'
import { modelRouter, type Router, shimRouter } from './router.ts'
import { type Command, printScript, type Script, writeScript } from './script.ts'
import { type Outcome, World } from './world.ts'

export interface WorldOptions {
  storage?: 'real' | 'small'
  /** A shim's interpreter by name; absent: the model of the wire. */
  shim?: string
}

const routerOf = ({ shim }: WorldOptions) => {
  const interpreter = interpreters.find(each => each.name === shim)
  if (shim && !interpreter)
    throw new Error(`no ${shim}; there are: ${interpreters.map(({ name }) => name).join(', ')}`)
  return (clock: Clock): Promise<Router> | Router =>
    interpreter ? shimRouter(clock, interpreter) : modelRouter(clock)
}

/** Runs the world of a seed. @throws an error with the seed, what is wrong, and the shortest script that shows it */
export const runWorld = async (seed: number, options: WorldOptions = {}): Promise<Outcome> => {
  const script = writeScript(new Random(seed))
  const play = (script: Script) => World.run(seed, script, options.storage ?? 'small', routerOf(options))
  try {
    return await play(script)
  } catch (error) {
    const shorter = await shrink(script, play)
    const again = await play(shorter).then(
      () => error,
      error => error,
    )
    const how = [
      `--seed ${seed} --worlds 1`,
      options.storage && `--storage ${options.storage}`,
      options.shim && `--shim '${options.shim}'`,
    ]
    throw new Error(
      `seed ${seed}: ${again instanceof Error ? again.message : again}\n${printScript(shorter)}\nagain: npm run simulate -- ${how.filter(Boolean).join(' ')}`,
      { cause: again },
    )
  }
}

/** Leaves out commands, in ever smaller pieces, as long as the world still goes wrong. */
const shrink = async (script: Script, play: (script: Script) => Promise<unknown>): Promise<Script> => {
  let { commands } = script
  let tries = 150
  const fails = async (rest: Command[]) => {
    if (tries-- <= 0) return false
    return play({ ...script, commands: rest }).then(
      () => false,
      () => true,
    )
  }
  for (let size = commands.length >> 1; size >= 1 && tries > 0; size >>= 1)
    for (let at = 0; at < commands.length; ) {
      const rest = [...commands.slice(0, at), ...commands.slice(at + size)]
      if (await fails(rest)) commands = rest
      else at += size
    }
  return { ...script, commands }
}
