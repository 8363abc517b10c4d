package io.annals.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final int MANY = 1_000;

    @Test
    void no_connection_is_ever_given_one_of_them() {
        List<Integer> ports = IntStream.range(0, MANY).mapToObj(any -> Ports.free()).toList();
        assertTrue(ports.stream().allMatch(port -> port >= 10_000 && port < 32_768));
        assertTrue(Set.copyOf(ports).size() > MANY / 2, "they differ");
    }

    @Test
    void runs_beside_each_other_have_none_in_common() {
        Set<Integer> remainders =
                IntStream.range(0, MANY)
                        .mapToObj(any -> Ports.free() % 2)
                        .collect(Collectors.toSet());
        assertEquals(1, remainders.size());
    }

    @Test
    void nobody_listens_on_them() throws IOException {
        for (int i = 0; i < MANY; i++) {
            new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress()).close();
        }
    }
}
