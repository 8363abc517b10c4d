/** What is added to the demo's archive to send its events to Kafka, and to read them there. */
@NullMarked
package io.annals.server.kafka;

import org.jspecify.annotations.NullMarked;
