// Deliveries after which a message is dead, by the topic it goes to then. They are known to the process that made them.
import type { KeptSubscription } from './subscription.ts'

export interface LastDelivery {
  readonly kept: KeptSubscription
  readonly id: string
  readonly attempt: number
  /** When its deadline is over, as far as is known. */
  readonly until: number
}

export class LastDeliveries {
  readonly #byTopic = new Map<string, Map<string, LastDelivery>>()

  add(delivery: LastDelivery): void {
    const topic = delivery.kept.subscription.deadLetterPolicy?.deadLetterTopic ?? ''
    const deliveries = this.#byTopic.get(topic) ?? new Map<string, LastDelivery>()
    this.#byTopic.set(topic, deliveries)
    deliveries.set(`${delivery.kept.queue}/${delivery.id}`, delivery)
  }

  /** Those whose deadline is over; they are forgotten. */
  takeDue(topic: string, now: number): readonly LastDelivery[] {
    const deliveries = this.#byTopic.get(topic)
    if (deliveries === undefined) return []
    const due = [...deliveries].filter(([, { until }]) => until <= now)
    for (const [key] of due) deliveries.delete(key)
    if (deliveries.size === 0) this.#byTopic.delete(topic)
    return due.map(([, delivery]) => delivery)
  }
}
