package io.annals.bench.compare.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void percentile_is_the_least_value_that_so_many_percent_are_not_above() {
        List<Double> hundred = IntStream.rangeClosed(1, 100).asDoubleStream().boxed().toList();

        assertEquals(50, Latency.percentile(hundred, 50));
        assertEquals(99, Latency.percentile(hundred, 99));
        assertEquals(7, Latency.percentile(List.of(7.0), 99));
        assertEquals(2, Latency.percentile(List.of(1.0, 2.0, 3.0), 50));
    }
}
