package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Promise 5 for the reader: pages and filters of the journal, whatever holes its positions have.
 */
interface JournalPages extends StorageUnderTest {

    @Test
    default void the_journal_is_read_in_pages_across_holes() {
        for (int i = 1; i <= 4; i++) {
            append(stream("a"), "a" + i, "a" + i);
            rolledBack(() -> append(stream("b"), "lost"));
        }
        List<String> all = texts(settled(8));
        for (int limit : List.of(1, 3, 4, 8, 9)) {
            assertEquals(all, texts(paged(ofThisTest(), limit)), "in pages of " + limit);
        }
    }

    @Test
    default void a_page_begins_after_a_position_and_ends_at_another() {
        append(stream("a"), "1", "2", "3", "4", "5");
        List<Long> at = positions(settled(5));
        assertEquals(
                List.of("2", "3", "4"),
                texts(read(at.get(0), at.get(3), ofThisTest(), ALL).events()));
        assertEquals(
                List.of("2", "3"), texts(read(at.get(0), at.get(3), ofThisTest(), 2).events()));
        assertEquals(
                List.of("1"), texts(read(at.get(0) - 1, at.get(0), ofThisTest(), ALL).events()));
        assertEquals(List.of(), texts(read(at.get(3), at.get(3), ofThisTest(), ALL).events()));
        assertEquals(List.of(), texts(read(at.get(3), at.get(1), ofThisTest(), ALL).events()));
        assertEquals(List.of("5"), texts(read(at.get(3), at.get(4), ofThisTest(), ALL).events()));
    }

    @Test
    default void a_filter_keeps_its_categories() {
        String other = category() + "-other";
        append(stream("a"), "1");
        append(new StreamId(other, "a"), "2");
        append(stream("b"), "3");
        settled(2);
        assertEquals(List.of("1", "3"), texts(paged(ofThisTest(), 2)));
        assertEquals(List.of("2"), texts(paged(EventFilter.ofCategories(other), 2)));
        assertEquals(
                List.of("1", "2", "3"),
                texts(paged(EventFilter.ofCategories(category(), other), 2)));
        assertEquals(List.of(), texts(paged(EventFilter.ofCategories(category() + "-none"), 2)));
    }

    @Test
    default void a_filter_keeps_its_types() {
        List<String> types = List.of("opened", "added", "opened", "closed", "OPENED", "opened.x");
        for (String type : types) {
            appendTyped(type);
        }
        settled(types.size());
        assertEquals(List.of("opened", "opened"), texts(paged(ofTypes("opened"), 2)));
        assertEquals(
                List.of("opened", "opened", "closed"),
                texts(paged(ofTypes("closed", "opened"), 2)));
        assertEquals(List.of(), texts(paged(ofTypes("opene"), 2)));
        assertEquals(types, texts(paged(ofThisTest(), 2)));
    }

    @Test
    default void a_filter_leaves_out_its_excluded_types() {
        for (String type : List.of("opened", "added", "opened", "closed", "OPENED")) {
            appendTyped(type);
        }
        settled(5);
        EventFilter filter =
                new EventFilter(Set.of(category()), Set.of(), Set.of("opened", "closed"));
        assertEquals(List.of("added", "OPENED"), texts(paged(filter, 2)));
        assertEquals(
                List.of("added"),
                texts(
                        paged(
                                new EventFilter(
                                        Set.of(category()),
                                        Set.of("added", "closed"),
                                        Set.of("closed")),
                                2)));
    }

    @Test
    default void no_filter_keeps_everything() {
        long before = storage().settledUpTo().position();
        append(stream("a"), "1");
        append(new StreamId(category() + "-other", "a"), "2");
        append(stream("a"), "3");
        settled(2);
        long upTo = storage().settledUpTo().position();
        assertEquals(
                List.of("1", "2", "3"), texts(read(before, upTo, EventFilter.all(), ALL).events()));
    }

    @Test
    default void a_page_has_as_many_events_as_wanted_and_says_whether_there_are_more() {
        for (int i = 0; i < 20; i++) {
            appendTyped(i % 5 == 4 ? "rare" : "frequent");
        }
        long upTo = settled(20).get(19).position();
        Page first = read(0, upTo, ofTypes("rare"), 3);
        assertEquals(3, first.events().size());
        assertTrue(first.more());
        Page all = read(0, upTo, ofTypes("rare"), 5);
        assertEquals(4, all.events().size());
        assertFalse(all.more());
    }

    @Test
    default void pages_of_large_payloads_are_short_and_leave_nothing_out() {
        int third = Page.MAX_BYTES / 3;
        List<Integer> sizes = List.of(1, third, third, 2, third, 3, 2 * Page.MAX_BYTES, 4, third);
        for (int size : sizes) {
            append(stream("a"), "x".repeat(size));
        }
        long upTo = settled(sizes.size()).get(sizes.size() - 1).position();
        List<Page> pages = new ArrayList<>();
        assertEquals(
                sizes,
                sizes(
                        Walk.of(
                                0,
                                StoredEvent::position,
                                last -> kept(read(last, upTo, ofThisTest(), ALL), pages))));
        assertEquals(
                sizes,
                sizes(
                        Walk.of(
                                0,
                                StoredEvent::version,
                                last ->
                                        inTransaction(
                                                () ->
                                                        kept(
                                                                storage()
                                                                        .readStream(
                                                                                stream("a"),
                                                                                last,
                                                                                ALL),
                                                                pages)))));
        for (Page page : pages) {
            long bytes = sizes(page.events()).stream().mapToLong(Integer::longValue).sum();
            assertTrue(
                    page.events().size() == 1 || bytes <= Page.MAX_BYTES, () -> bytes + " bytes");
        }
    }

    private static Page kept(Page page, List<Page> pages) {
        pages.add(page);
        return page;
    }

    private static List<Integer> sizes(List<StoredEvent> events) {
        return events.stream().map(event -> event.payload().length).toList();
    }

    private void appendTyped(String type) {
        NewEvent event = new NewEvent(UUID.randomUUID(), type, 1, event(type).payload());
        transactions()
                .inNew(
                        () ->
                                storage()
                                        .append(
                                                List.of(
                                                        new StreamAppend(
                                                                stream("a"),
                                                                ExpectedVersion.any(),
                                                                List.of(event),
                                                                Metadata.empty()))));
    }

    private EventFilter ofTypes(String... types) {
        return new EventFilter(Set.of(category()), Set.of(types));
    }

    private List<StoredEvent> paged(EventFilter filter, int limit) {
        return inPages(0, storage().settledUpTo().position(), filter, limit);
    }
}
