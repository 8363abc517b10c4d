package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Promise 2 for names: different ids are different streams, and every stream of a category is
 * found.
 */
interface StreamIds extends StorageUnderTest {

    /** Ids that databases and collations like to take for one another, or for something else. */
    List<String> AWKWARD =
            List.of(
                    "a",
                    "A",
                    "ä",
                    "a\u0308",
                    "á",
                    "à",
                    "a ",
                    " a",
                    "a  ",
                    "aa",
                    " ",
                    "  ",
                    "ss",
                    "ß",
                    "SS",
                    "ẞ",
                    "i",
                    "I",
                    "ı",
                    "İ",
                    "ae",
                    "æ",
                    "0",
                    "00",
                    "-1",
                    "1e1",
                    "null",
                    "NULL",
                    "true",
                    "%",
                    "_",
                    "a%",
                    "a_",
                    "'",
                    "''",
                    "\"",
                    "\\",
                    "\\\\",
                    "a'b",
                    "a;b",
                    "--",
                    "/*",
                    "../a",
                    "a/b",
                    "?",
                    ":id",
                    "$1",
                    "{0}",
                    "&amp;",
                    "<a>",
                    "#",
                    "a\u00A0",
                    "a\u200B",
                    "a\u200Da",
                    "\uFEFFa",
                    "\u202Ea",
                    "\u2028",
                    "日本",
                    "日本 ",
                    "カ",
                    "か",
                    "ｶ",
                    "Ａ",
                    "①",
                    "1",
                    "١",
                    "שלום",
                    "שָׁלוֹם",
                    "नमस्ते",
                    "ﬁ",
                    "fi",
                    "Ω",
                    "\u2126",
                    "\uD83D\uDE80",
                    "\uD83D\uDE81",
                    "\uD83D\uDC69\u200D\uD83D\uDE80",
                    "\uD83D\uDC69",
                    "\uD83D\uDC4D\uD83C\uDFFD",
                    "\uD83D\uDC4D",
                    "\uE000",
                    "\uFFFD",
                    "\uFFFF",
                    "\uDBFF\uDFFF");

    @Test
    default void different_ids_are_different_streams() {
        AWKWARD.forEach(id -> append(to(stream(id), ExpectedVersion.noStream(), "first of " + id)));
        AWKWARD.forEach(
                id -> append(to(stream(id), ExpectedVersion.exactly(1), "second of " + id)));
        for (String id : AWKWARD) {
            assertEquals(List.of("first of " + id, "second of " + id), texts(stream(id)));
            assertEquals(stream(id), history(stream(id)).get(0).stream());
        }
        assertEquals(
                AWKWARD.size(),
                new HashSet<>(
                                settled(2 * AWKWARD.size()).stream()
                                        .map(event -> event.stream())
                                        .toList())
                        .size());
    }

    @Test
    default void different_ids_are_different_streams_in_one_batch() {
        transactions()
                .inNew(
                        () ->
                                storage()
                                        .append(
                                                AWKWARD.stream()
                                                        .map(
                                                                id ->
                                                                        to(
                                                                                stream(id),
                                                                                ExpectedVersion
                                                                                        .noStream(),
                                                                                "first of " + id))
                                                        .toList()));
        for (String id : AWKWARD) {
            assertEquals(List.of("first of " + id), texts(stream(id)));
        }
    }

    @Test
    default void ids_and_categories_may_be_as_long_as_they_may() {
        for (String piece : List.of("x", "日", "\uD83D\uDE80")) {
            String longest =
                    (piece.repeat(StreamId.MAX_ID_LENGTH) + "y")
                                    .substring(0, StreamId.MAX_ID_LENGTH - 1)
                            + "y";
            append(to(stream(fitting(longest)), ExpectedVersion.noStream(), "1"));
            append(to(stream(fitting(longest)), ExpectedVersion.exactly(1), "2"));
            assertEquals(List.of("1", "2"), texts(stream(fitting(longest))));
        }
        StreamId longCategory =
                new StreamId((category() + "-" + "c".repeat(100)).substring(0, 100), "a");
        append(to(longCategory, ExpectedVersion.noStream(), "1"));
        assertEquals(List.of("1"), texts(longCategory));
    }

    @Test
    default void ids_are_paged_completely_and_once() {
        AWKWARD.forEach(id -> append(stream(id), "1", "2"));
        append(new StreamId(category() + "-other", "elsewhere"), "1");
        List<String> all = ids("", ALL);
        assertEquals(AWKWARD.size(), all.size());
        assertEquals(Set.copyOf(AWKWARD), Set.copyOf(all));
        for (int limit : List.of(1, 7, AWKWARD.size())) {
            assertEquals(all, paged(limit), "in pages of " + limit);
        }
    }

    @Test
    default void ids_keep_their_order_when_streams_are_added() {
        IntStream.range(0, 20).forEach(i -> append(stream("id " + i * 7 % 20), "1"));
        List<String> before = ids("", ALL);
        IntStream.range(20, 40).forEach(i -> append(stream("id " + i), "1"));
        List<String> after = ids("", ALL);
        assertEquals(40, after.size());
        assertEquals(before, after.stream().filter(before::contains).toList());
    }

    @Test
    default void a_category_without_streams_has_no_ids() {
        assertEquals(List.of(), ids("", ALL));
        append(stream("a"), "1");
        assertEquals(List.of("a"), ids("", ALL));
        assertEquals(List.of(), ids("a", ALL));
    }

    @Test
    default void categories_are_paged_completely_and_once() {
        List<String> all =
                IntStream.range(0, 7).mapToObj(i -> "%s-%d".formatted(category(), i)).toList();
        for (String category : all) {
            append(new StreamId(category, "a"), "1", "2");
            append(new StreamId(category, "b"), "1");
        }
        rolledBack(() -> append(new StreamId(category() + "-7", "a"), "1"));
        for (int limit : List.of(1, 3, ALL)) {
            assertEquals(all, categories(limit), "in pages of " + limit);
        }
        assertEquals(Set.of(), Set.copyOf(storage().categories(null, 0)));
        assertEquals(storage().categories("", ALL), storage().categories(null, ALL));
    }

    /** Those of this test. */
    private List<String> categories(int limit) {
        List<String> all = new ArrayList<>();
        List<String> page = storage().categories(category(), limit);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = storage().categories(page.get(page.size() - 1), limit);
        }
        return all.stream().filter(each -> each.startsWith(category() + "-")).toList();
    }

    private List<String> paged(int limit) {
        List<String> all = new ArrayList<>();
        List<String> page = ids("", limit);
        while (page.size() == limit) {
            all.addAll(page);
            page = ids(page.get(limit - 1), limit);
        }
        all.addAll(page);
        return all;
    }

    /** Cuts no pair of surrogates in two. */
    private static String fitting(String id) {
        return Character.isHighSurrogate(id.charAt(id.length() - 2))
                ? id.substring(0, id.length() - 2) + "zy"
                : id;
    }
}
