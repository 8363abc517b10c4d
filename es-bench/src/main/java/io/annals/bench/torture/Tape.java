package io.annals.bench.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of lines that outlives the process that writes it.
 *
 * <p>Thread-safe. Lines are with the operating system once they are added; of a process that is
 * killed meanwhile some may be missing, and half a line at the end counts as none.
 */
final class Tape implements AutoCloseable {

    static final String SUFFIX = ".tape";

    private static final int LONGEST_LINE = 1_000;

    private final RandomAccessFile file;

    private Tape(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens a tape, new or left by a killed process, to go on after its last whole line. */
    static Tape open(Path path) {
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            String end = end(file);
            long whole = file.length() - (end.length() - afterLastLine(end));
            file.setLength(whole);
            file.seek(whole);
            return new Tape(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void add(List<String> lines) {
        try {
            file.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last whole line; empty if there is none. */
    static Optional<String> last(Path path) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            String end = end(file);
            return end.substring(0, afterLastLine(end)).lines().reduce((first, second) -> second);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All whole lines of a tape to which nobody writes any more; to be closed. */
    static Stream<String> lines(Path path) {
        open(path).close();
        try {
            return Files.lines(path, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tapes of a folder whose names begin so. */
    static List<Path> all(Path folder, String name) {
        try (DirectoryStream<Path> tapes = Files.newDirectoryStream(folder, name + "*" + SUFFIX)) {
            List<Path> found = new ArrayList<>();
            tapes.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String end(RandomAccessFile file) throws IOException {
        byte[] end = new byte[(int) Math.min(file.length(), LONGEST_LINE)];
        file.seek(file.length() - end.length);
        file.readFully(end);
        return new String(end, StandardCharsets.US_ASCII);
    }

    private static int afterLastLine(String text) {
        return text.lastIndexOf('\n') + 1;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
