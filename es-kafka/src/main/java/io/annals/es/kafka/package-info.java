/**
 * Events of the journal as CloudEvents 1.0 in Kafka records, and back.
 *
 * <p>Stability: {@code KafkaEvents} and the form of the records are public API.
 */
@NullMarked
package io.annals.es.kafka;

import org.jspecify.annotations.NullMarked;
