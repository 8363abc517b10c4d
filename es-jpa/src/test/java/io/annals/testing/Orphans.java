package io.annals.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills the servers of a test run whose JVM was killed itself, with no time for shutdown hooks.
 *
 * <p>A small process waits for the end of its input, which the system closes with the JVM, and then
 * kills every process that has the run's own folder in its command line.
 */
public final class Orphans {

    private static final String KILL_ALL_WITH_FOLDER =
            """
            read -r _
            for process in /proc/[0-9]*; do
                pid=${process#/proc/}
                if [ "$pid" != $$ ] && grep -aqF -- "$0" "$process/cmdline" 2>/dev/null; then
                    kill -9 "$pid"
                fi
            done""";

    private static final String DELETE_FOLDER = "\nrm -rf -- \"$0\"";

    /** Their inputs must stay open as long as this JVM lives. */
    private static final List<Process> WATCHERS = new ArrayList<>();

    private Orphans() {}

    /**
     * Begins to watch over the processes that name a folder.
     *
     * @param folder unique to this test run
     */
    public static void leaveNone(Path folder) {
        watch(folder, KILL_ALL_WITH_FOLDER);
    }

    /** The same, and deletes the folder when the run has ended, however it did. */
    public static void leaveNothing(Path folder) {
        watch(folder, KILL_ALL_WITH_FOLDER + DELETE_FOLDER);
    }

    private static synchronized void watch(Path folder, String script) {
        try {
            WATCHERS.add(
                    new ProcessBuilder("setsid", "sh", "-c", script, folder.toString())
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
