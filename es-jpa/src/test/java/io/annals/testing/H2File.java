package io.annals.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new H2 database in a file, as the demo has it. */
public final class H2File {

    private H2File() {}

    public static Login create() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "h2-");
            return new Login(
                    "jdbc:h2:async:" + folder.toAbsolutePath() + "/journal;WRITE_DELAY=0",
                    "sa",
                    "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
