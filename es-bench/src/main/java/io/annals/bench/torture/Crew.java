package io.annals.bench.torture;

import io.annals.testing.Login;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All nodes of a run; one whose process has ended gets a new one. */
final class Crew {

    private final Path folder;
    private final Login login;
    private final Options options;
    private final List<Place> places = new ArrayList<>();
    private int processes;
    private int endedAlone;

    Crew(Path folder, Login login, Options options) {
        this.folder = folder;
        this.login = login;
        this.options = options;
        add(Role.WRITER, options.writers());
        add(Role.READER, options.readers());
        add(Role.COPIER, options.consumers());
    }

    private void add(Role role, int count) {

        for (int i = 1; i <= count; i++) {
            places.add(new Place(role, role.prefix() + i));
        }
    }

    /** Starts every process that is missing. */
    void complete() {
        for (Place place : places) {
            if (place.node != null && !place.node.isAlive()) {
                endedAlone++;
                place.node = null;
            }
            if (place.node == null) {
                place.node = Node.start(place.role, task(place.name));
            }
        }
    }

    private Task task(String name) {
        return new Task(
                folder,
                name,
                ++processes,
                login,
                options.seed(),
                options.threads(),
                options.longestPark());
    }

    /** How many processes have ended although nobody killed them. */
    int endedAlone() {
        return endedAlone;
    }

    /** The running processes. */
    List<Node> nodes() {
        return places.stream().flatMap(place -> Stream.ofNullable(place.node)).toList();
    }

    /** Kills a process, which is then missing. */
    void kill(Node node) {
        node.kill();
        places.stream().filter(place -> place.node == node).forEach(place -> place.node = null);
    }

    /** Kills all processes of a role, which is over. */
    void dismiss(Role role) {
        places.stream()
                .filter(place -> place.role == role)
                .flatMap(place -> Stream.ofNullable(place.node))
                .forEach(Node::kill);
        places.removeIf(place -> place.role == role);
    }

    /** A node, and the process that it has now. */
    private static final class Place {

        private final Role role;
        private final String name;
        private @Nullable Node node;

        Place(Role role, String name) {
            this.role = role;
            this.name = name;
        }
    }
}
