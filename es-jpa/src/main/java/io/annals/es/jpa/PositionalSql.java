package io.annals.es.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as JDBC wants it: its parameters have no numbers, and come as often as they are used.
 *
 * @param text with a question mark for each use of a parameter
 * @param parameters which parameter that is, from 1
 */
record PositionalSql(String text, List<Integer> parameters) {

    private static final Pattern NUMBERED = Pattern.compile("\\?(\\d+)");

    PositionalSql {
        parameters = List.copyOf(parameters);
    }

    /** Reads a statement whose parameters are numbered. */
    static PositionalSql of(String sql) {
        List<Integer> parameters = new ArrayList<>();
        Matcher uses = NUMBERED.matcher(sql);
        while (uses.find()) {
            parameters.add(Integer.valueOf(uses.group(1)));
        }
        return new PositionalSql(uses.replaceAll("?"), parameters);
    }
}
