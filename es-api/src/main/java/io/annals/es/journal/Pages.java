package io.annals.es.journal;

import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Walks a storage page by page: each page starts after the last element of the one before. */
final class Pages<T> implements Iterator<T> {

    private final Function<@Nullable T, Part<T>> partAfter;
    private final ArrayDeque<T> page = new ArrayDeque<>();
    private @Nullable T last;
    private boolean ended;

    private Pages(Function<@Nullable T, Part<T>> partAfter) {
        this.partAfter = partAfter;
    }

    /**
     * A lazy stream over all pages of events.
     *
     * @param pageAfter gives the page after an event; null asks for the first page
     */
    static Stream<StoredEvent> events(Function<@Nullable StoredEvent, Page> pageAfter) {
        return stream(
                last -> {
                    Page page = pageAfter.apply(last);
                    return new Part<>(page.events(), page.more());
                });
    }

    /**
     * A lazy stream over all pages of ids.
     *
     * @param size the number of ids that makes a page full; one that is not full is the last
     * @param pageAfter gives the page after an id; null asks for the first page
     */
    static Stream<String> ids(int size, Function<@Nullable String, List<String>> pageAfter) {
        return stream(
                last -> {
                    List<String> page = pageAfter.apply(last);
                    return new Part<>(page, page.size() == size);
                });
    }

    private static <T> Stream<T> stream(Function<@Nullable T, Part<T>> partAfter) {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages<>(partAfter), characteristics),
                false);
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !ended) {
            Part<T> next = partAfter.apply(last);
            ended = !next.more();
            page.addAll(next.elements());
        }
        return !page.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("after the last element");
        }
        T element = page.remove();
        last = element;
        return element;
    }

    private record Part<T>(List<T> elements, boolean more) {}
}
