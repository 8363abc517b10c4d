package io.annals.server;

import io.annals.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;

/**
 * One Kafka broker, its own controller, in a process of its own, that the test may kill and start
 * again on what is left in its directory.
 *
 * <p>It ends with the test's own process, if not before.
 */
final class KafkaBroker implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final Thread killer = new Thread(this::end);
    private volatile Process process;

    private KafkaBroker(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Makes a broker that has no topics yet, and starts it. */
    static KafkaBroker start(Path directory) throws IOException, InterruptedException {
        KafkaBroker broker = new KafkaBroker(Files.createDirectories(directory), Ports.free());
        Files.writeString(broker.properties(), broker.configuration(Ports.free()));
        Process format =
                broker.java(
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        Uuid.randomUuid().toString(),
                        "--config",
                        broker.properties().toString());
        if (format.waitFor() != 0) {
            throw new IOException("The broker's storage was not formatted, see " + broker.log());
        }
        broker.start();
        return broker;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts the broker, and waits until it takes connections. */
    void start() throws IOException {
        Process started = java("kafka.Kafka", properties().toString());
        process = started;
        Awaitility.await("the broker to listen; its log is " + log())
                .atMost(Duration.ofMinutes(2))
                .failFast("the broker ended, see " + log(), () -> !started.isAlive())
                .until(this::listens);
    }

    /** Kills the process without giving it time for anything, and waits for its end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private void end() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly().onExit().join();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1", // halves the start
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path properties() {
        return directory.resolve("server.properties").toAbsolutePath();
    }

    private Path log() {
        return directory.resolve("broker.log").toAbsolutePath();
    }

    private String configuration(int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                """
                .formatted(port, controllerPort, directory.resolve("log").toAbsolutePath());
    }
}
