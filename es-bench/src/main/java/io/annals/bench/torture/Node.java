package io.annals.bench.torture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node's process, which can be killed and frozen. */
final class Node {

    private static final List<String> SMALL_AND_QUICK_TO_START =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Process process;

    private Node(Process process) {
        this.process = process;
    }

    /** Starts it, with its output in a log named as the node is. */
    static Node start(Role role, Task task) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_AND_QUICK_TO_START);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), role.main.getName()));
        command.addAll(task.arguments());
        File log = task.folder().resolve(task.name() + ".log").toFile();
        try {
            return new Node(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Gives it no time for anything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it between two instructions, wherever it is. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        Signals.send(name, process.pid());
    }
}
