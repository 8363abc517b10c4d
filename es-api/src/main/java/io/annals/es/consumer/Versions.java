package io.annals.es.consumer;

import java.util.OptionalInt;

/** How the versions of a consumer are named: as its family, with a hyphen and a number. */
final class Versions {

    private Versions() {}

    static String name(String family, int version) {
        return family + "-" + version;
    }

    /** Which version of a family a name stands for; empty if it is none. */
    static OptionalInt of(String family, String name) {
        String prefix = family + "-";
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(name.substring(prefix.length())))
                : OptionalInt.empty();
    }
}
