package io.annals.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this runs. */
final class Machine {

    private Machine() {}

    /** What readers of a figure want to know. */
    static Map<String, Object> describe(String database) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        field("/proc/cpuinfo", "model name").ifPresent(model -> machine.put("cpu", model));
        field("/proc/meminfo", "MemTotal").ifPresent(memory -> machine.put("memory", memory));
        machine.put(
                "os",
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        machine.put(
                "jdk", "%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()));
        machine.put("database", database);
        return machine;
    }

    private static Optional<String> field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not everywhere
        }
    }
}
