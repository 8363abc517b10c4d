package io.annals.es.journal;

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

/**
 * Walks a storage page by page: each page starts after the last element of the one before, and a
 * page that is not full is the last.
 */
final class Pages<T> implements Iterator<T> {

    private final Function<@Nullable T, List<T>> pageAfter;
    private final int size;
    private final ArrayDeque<T> page = new ArrayDeque<>();
    private @Nullable T last;
    private boolean ended;

    private Pages(Function<@Nullable T, List<T>> pageAfter, int size) {
        this.pageAfter = pageAfter;
        this.size = size;
    }

    /**
     * A lazy stream over all pages.
     *
     * @param size the number of elements that makes a page full
     * @param pageAfter gives the page after an element; null asks for the first page
     */
    static <T> Stream<T> stream(int size, Function<@Nullable T, List<T>> pageAfter) {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages<>(pageAfter, size), characteristics),
                false);
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !ended) {
            List<T> next = pageAfter.apply(last);
            ended = next.size() < size;
            page.addAll(next);
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
}
