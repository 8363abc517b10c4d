package io.annals.bench.torture;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a node does. */
enum Role {
    /** Appends. */
    WRITER(Writer.class),

    /** Follows the journal through the storage. */
    READER(Reader.class),

    /** Follows the journal as a consumer. */
    COPIER(Copier.class);

    final Class<?> main;

    Role(Class<?> main) {
        this.main = main;
    }

    /** What the names of its nodes begin with. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT) + '-';
    }

    /** Where a process notes what must not be lost with it: writers each anew, others go on. */
    Path tape(Task task) {
        String file = this == WRITER ? task.name() + '.' + task.number() : task.name();
        return task.folder().resolve(file + Tape.SUFFIX);
    }

    /** All tapes of all its nodes. */
    List<Path> tapes(Path folder) {
        return Tape.all(folder, prefix());
    }
}
