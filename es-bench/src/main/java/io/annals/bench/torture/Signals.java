package io.annals.bench.torture;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes, as on every Unix. */
final class Signals {

    private Signals() {}

    /** Sends a signal; a process that has ended meanwhile is none the worse. */
    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
