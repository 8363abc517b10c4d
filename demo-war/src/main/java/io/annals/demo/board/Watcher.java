package io.annals.demo.board;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/** A browser that watches the board. To be shown it by one thread at a time. */
final class Watcher implements AutoCloseable {

    /**
     * After so many boards that were as the one before, a comment tells whether anybody is there.
     */
    private static final int PATIENCE = 5;

    private final SseEventSink sink;
    private final Sse sse;
    private @Nullable Board shown;
    private int unchanged;
    private volatile boolean sending;

    Watcher(SseEventSink sink, Sse sse) {
        this.sink = sink;
        this.sse = sse;
    }

    boolean isGone() {
        return sink.isClosed();
    }

    /** Sends the board if it has changed; nothing to somebody who still receives the last one. */
    void show(Board board) {
        if (sending) {
            return;
        }
        if (!board.equals(shown)) {
            shown = board;
            send(
                    sse.newEventBuilder()
                            .name("board")
                            .mediaType(MediaType.APPLICATION_JSON_TYPE)
                            .data(Board.class, board)
                            .build());
        } else if (++unchanged == PATIENCE) {
            send(sse.newEventBuilder().comment("unchanged").build());
        }
    }

    private void send(OutboundSseEvent event) {
        unchanged = 0;
        sending = true;
        sink.send(event)
                .whenComplete(
                        (sent, failure) -> {
                            sending = false;
                            if (failure != null) {
                                sink.close();
                            }
                        });
    }

    @Override
    public void close() {
        sink.close();
    }
}
