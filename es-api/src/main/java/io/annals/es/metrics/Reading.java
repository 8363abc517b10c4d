package io.annals.es.metrics;

import java.util.Optional;

/**
 * What a metric is now.
 *
 * @param consumer whose number it is; empty where it is the node's
 * @param value the number, in the metric's unit
 */
public record Reading(Optional<String> consumer, double value) {}
