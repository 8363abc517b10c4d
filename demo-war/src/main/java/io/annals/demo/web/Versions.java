package io.annals.demo.web;

import io.annals.es.ExpectedVersion;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stream versions as entity tags: version 3 is the strong tag {@code "3"}. */
public final class Versions {

    /** What ids look like in paths; everything else is simply not there. */
    public static final String UUID_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    private Versions() {}

    /** The entity tag of a version. */
    public static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }

    /**
     * What an If-Match header expects of the stream.
     *
     * @throws BadRequestException if the header is neither {@code *} nor one entity tag
     * @throws ClientErrorException with status 412 if it is a tag that no version has
     */
    public static ExpectedVersion expected(String ifMatch) {
        if (ifMatch.equals("*")) {
            return ExpectedVersion.streamExists();
        }
        Matcher tag = TAG.matcher(ifMatch);
        if (!tag.matches()) {
            throw new BadRequestException(
                    "Not an If-Match header that is understood here: expected * or one entity tag, as in \"3\"");
        }
        if (tag.group(1) != null || !VERSION.matcher(tag.group(2)).matches()) {
            throw new ClientErrorException(
                    "No version has this entity tag: expected a version in quotes, as in \"3\"",
                    Status.PRECONDITION_FAILED);
        }
        return ExpectedVersion.exactly(Long.parseLong(tag.group(2)));
    }

    /**
     * A version as a query says it.
     *
     * @throws BadRequestException if it is no number from 1 on
     */
    public static long parse(String text) {
        if (!VERSION.matcher(text).matches()) {
            throw new BadRequestException("Not a version: expected a whole number, 1 or more");
        }
        return Long.parseLong(text);
    }
}
