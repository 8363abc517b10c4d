package io.annals.es.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Events of the kinds that applications have. Those are equal whose contents are. */
public final class Samples {

    public enum Size {
        SMALL {
            @Override
            public String toString() {
                return "a small one";
            }
        },
        LARGE
    }

    public record Numbers(
            byte b,
            short s,
            int i,
            long l,
            float f,
            double d,
            Long boxed,
            BigInteger whole,
            BigDecimal exact) {}

    public record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetDateTime offset,
            OffsetTime offsetTime,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            YearMonth month,
            DayOfWeek day,
            ZoneId zone) {}

    public record Choices(
            Optional<String> text,
            Optional<Line> line,
            OptionalInt i,
            OptionalLong l,
            OptionalDouble d,
            Boolean yes,
            Size size) {}

    public record Line(String sku, int quantity) {}

    public record Counted(int count) {
        public boolean isEmpty() {
            return count == 0;
        }

        public int getTotal() {
            return count;
        }
    }

    public record Order(
            UUID id,
            URI page,
            char grade,
            boolean isGift,
            List<Line> lines,
            Set<Size> sizes,
            Map<String, List<Line>> byName,
            Map<Size, Integer> bySize,
            Map<UUID, Instant> byId,
            Line main) {}

    public record Series(byte[] bytes, char[] chars, int[] ints, String[] texts) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Series that
                    && Arrays.equals(bytes, that.bytes)
                    && Arrays.equals(chars, that.chars)
                    && Arrays.equals(ints, that.ints)
                    && Arrays.equals(texts, that.texts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    public record Text(String text) {}

    public record Nothing() {}

    public static class Signal {

        @Override
        public boolean equals(Object other) {
            return other instanceof Signal;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    public static class Bean {
        private String url = "";
        private boolean open;
        public int count;

        public String getURL() {
            return url;
        }

        public void setURL(String url) {
            this.url = url;
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean that
                    && url.equals(that.url)
                    && open == that.open
                    && count == that.count;
        }

        @Override
        public int hashCode() {
            return url.hashCode();
        }
    }

    private static final Line LINE = new Line("schläger", 2);

    private Samples() {}

    static final Choices NO_CHOICES =
            new Choices(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    null,
                    null);

    /** Those whose JSON is the same, byte for byte, whoever writes it. */
    static Stream<Object> events() {
        Map<String, List<Line>> holed = new LinkedHashMap<>();
        holed.put("z", Arrays.asList(LINE, null));
        holed.put("a", null);
        return Stream.of(
                new Numbers(
                        (byte) -1,
                        (short) 2,
                        3,
                        Long.MAX_VALUE,
                        0.1f,
                        1e-7,
                        -4L,
                        BigInteger.TEN.pow(30),
                        new BigDecimal("1.10")),
                new Numbers(
                        (byte) 0,
                        (short) 0,
                        Integer.MIN_VALUE,
                        0,
                        0,
                        1e300,
                        null,
                        null,
                        new BigDecimal("1E+3")),
                new Times(
                        Instant.parse("2026-11-01T12:00:00.123456789Z"),
                        LocalDate.of(2026, 2, 28),
                        LocalTime.of(1, 2),
                        LocalDateTime.of(2026, 1, 2, 3, 4, 5, 600),
                        OffsetDateTime.of(2026, 1, 2, 3, 4, 0, 0, ZoneOffset.ofHours(2)),
                        OffsetTime.of(3, 4, 5, 0, ZoneOffset.ofHours(-2)),
                        ZonedDateTime.of(2026, 1, 2, 3, 4, 0, 0, ZoneId.of("Europe/Paris")),
                        Duration.ofSeconds(90, 5),
                        Period.of(1, 2, 3),
                        YearMonth.of(2026, 1),
                        DayOfWeek.MONDAY,
                        ZoneId.of("Asia/Tokyo")),
                only(null, ZonedDateTime.of(2026, 1, 2, 3, 4, 0, 0, ZoneId.of("UTC"))),
                new Choices(
                        Optional.of("x"),
                        Optional.of(LINE),
                        OptionalInt.of(1),
                        OptionalLong.of(2),
                        OptionalDouble.of(0.5),
                        true,
                        Size.SMALL),
                NO_CHOICES,
                new Order(
                        new UUID(1, 2),
                        URI.create("http://a/b?c=d"),
                        'A',
                        true,
                        List.of(),
                        Set.of(Size.LARGE),
                        holed,
                        Map.of(Size.SMALL, 1),
                        Map.of(new UUID(3, 4), Instant.EPOCH),
                        null),
                new Series(
                        new byte[] {1, -2, 127},
                        new char[] {'a', 'ß'},
                        new int[] {1},
                        new String[] {"a", null}),
                new Text("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028 ä \uFFFD </x>"),
                new Text(""),
                new Nothing(),
                new Signal(),
                bean());
    }

    /** Those whose JSON has more than one form, which all read. */
    static Stream<Object> eventsOfSeveralForms() {
        return Stream.of(
                new Counted(2),
                new Text("\uD83D\uDE80"),
                new Numbers((byte) 0, (short) 0, 0, 0, 1e10f, 0, null, null, null),
                only(OffsetTime.of(3, 4, 0, 0, ZoneOffset.UTC), null));
    }

    private static Times only(OffsetTime time, ZonedDateTime zoned) {
        return new Times(null, null, null, null, null, time, zoned, null, null, null, null, null);
    }

    private static Bean bean() {
        Bean bean = new Bean();
        bean.setURL("u");
        bean.setOpen(true);
        bean.count = 3;
        return bean;
    }
}
