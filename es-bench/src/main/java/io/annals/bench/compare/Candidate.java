package io.annals.bench.compare;

import io.annals.bench.compare.annals.Annals;
import io.annals.bench.compare.axon.Axon;
import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.hibernate.BareHibernate;
import io.annals.bench.compare.pekko.Pekko;
import io.annals.bench.compare.raw.RawJdbc;
import io.annals.bench.numbers.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Those that can be compared. */
enum Candidate {
    RAW("raw", EnumSet.allOf(Kind.class), RawJdbc::new),
    HIBERNATE("hibernate", EnumSet.allOf(Kind.class), BareHibernate::new),
    ANNALS("annals", EnumSet.allOf(Kind.class), Annals::asItComes),
    ANNALS_TUNED("annals-tuned", EnumSet.allOf(Kind.class), Annals::tuned),
    ANNALS_UNREAD("annals-unread", EnumSet.allOf(Kind.class), Annals::unread),
    ANNALS_TRACED("annals-traced", EnumSet.allOf(Kind.class), Annals::traced),
    AXON_JDBC("axon-jdbc", EnumSet.allOf(Kind.class), Axon::overJdbc),
    AXON_JPA("axon-jpa", EnumSet.allOf(Kind.class), Axon::overJpa),
    PEKKO("pekko", EnumSet.of(Kind.POSTGRESQL, Kind.H2), Pekko::new);

    private final String text;
    private final Set<Kind> kinds;
    private final Function<Site, Contender> opening;

    Candidate(String text, Set<Kind> kinds, Function<Site, Contender> opening) {
        this.text = text;
        this.kinds = kinds;
        this.opening = opening;
    }

    /**
     * The candidate of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Candidate named(String name) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.text.equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Not a contender: '%s'. Expected %s"
                                                .formatted(
                                                        name,
                                                        Arrays.stream(values())
                                                                .map(Candidate::toString)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    /** Whether it works on such a database. */
    boolean runsOn(Kind kind) {
        return kinds.contains(kind);
    }

    Contender open(Site site) {
        return opening.apply(site);
    }

    @Override
    public String toString() {
        return text;
    }
}
