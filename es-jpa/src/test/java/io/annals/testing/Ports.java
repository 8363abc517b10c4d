package io.annals.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Ports for the servers that tests start: none of those that Linux gives to connections, which
 * begin at 32,768. One of these could be given away before the server takes it; and whoever keeps
 * calling a server that has stopped would at some time be connected to himself, and hold its port.
 */
public final class Ports {

    private static final int FIRST = 10_000;
    private static final int END = 32_768;

    /** Test runs beside each other, which the build counts, have no port in common. */
    private static final int RUN = Integer.getInteger("annals.fork", 0) % 2;

    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private Ports() {}

    /** One that nobody listens on. */
    public static int free() {
        while (true) {
            int port = 2 * RANDOM.nextInt(FIRST / 2, END / 2) + RUN;
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // by another server: the next one, then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
