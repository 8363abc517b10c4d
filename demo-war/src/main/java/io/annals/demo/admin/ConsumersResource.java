package io.annals.demo.admin;

import io.annals.demo.web.PlainText;
import io.annals.es.DefinitionException;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.UnknownConsumerException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The consumers of the journal over HTTP. What is done to one is done when the answer comes, on all
 * nodes; a consumer that is not there is not found, and one that is in no state for it is a
 * conflict.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class ConsumersResource {

    private static final String VERSION = "{family}/versions/{version: [1-9][0-9]{0,8}}/";
    private static final String DEAD_LETTER = "{name}/dead-letters/{position: [0-9]{1,18}}/";
    private static final String SOMEBODY = "an operator";
    private static final int PAGE = 100;
    private static final Pattern NAME =
            Pattern.compile("(?=\\S)" + PlainText.CHARACTER + "{1,100}");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private final Consumers consumers;
    private final RunningEngine engine;

    ConsumersResource(Consumers consumers, RunningEngine engine) {
        this.consumers = consumers;
        this.engine = engine;
    }

    /** How all consumers are doing, by name. */
    @GET
    public List<ConsumerReport> list() {
        Map<String, Throwable> failures =
                engine.get().map(ConsumerEngine::status).orElse(List.of()).stream()
                        .filter(status -> status.failure().isPresent())
                        .collect(
                                Collectors.toMap(
                                        ConsumerStatus::name,
                                        status -> status.failure().orElseThrow()));
        return consumers.list().stream()
                .map(
                        state ->
                                ConsumerReport.of(
                                        state, Optional.ofNullable(failures.get(state.name()))))
                .toList();
    }

    /** Has a consumer stand still. */
    @POST
    @Path("{name}/pause")
    public void pause(@PathParam("name") String name) {
        change(Status.BAD_REQUEST, () -> consumers.pause(name));
    }

    /** Has a consumer go on. */
    @POST
    @Path("{name}/resume")
    public void resume(@PathParam("name") String name) {
        change(Status.BAD_REQUEST, () -> consumers.resume(name));
    }

    /** Has a consumer begin again after a position, or where the events of an instant begin. */
    @POST
    @Path("{name}/reset")
    public void reset(
            @PathParam("name") String name,
            @QueryParam("position") List<String> position,
            @QueryParam("since") List<String> since) {
        if (position.size() + since.size() != 1) {
            throw new BadRequestException(
                    "Say where to begin, once: expected either position or since as a query parameter");
        }
        if (since.isEmpty()) {
            long after = position(position.get(0));
            change(Status.BAD_REQUEST, () -> consumers.reset(name, after));
        } else {
            Instant from = instant(since.get(0));
            change(Status.BAD_REQUEST, () -> consumers.reset(name, from));
        }
    }

    /** Lets a version of a consumer take the place of the active one. */
    @POST
    @Path(VERSION + "activate")
    public void activate(@PathParam("family") String family, @PathParam("version") int version) {
        change(Status.BAD_REQUEST, () -> consumers.activate(family, version));
    }

    /** Feeds a spare version of a consumer no more. */
    @POST
    @Path(VERSION + "retire")
    public void retire(@PathParam("family") String family, @PathParam("version") int version) {
        change(Status.BAD_REQUEST, () -> consumers.retire(family, version));
    }

    /** What a consumer has set aside after a position, at most a hundred events. */
    @GET
    @Path("{name}/dead-letters")
    public List<DeadLetterReport> deadLetters(
            @PathParam("name") String name, @QueryParam("after") @DefaultValue("0") String after) {
        long position = position(after);
        try {
            return consumers.deadLetters(name, position, PAGE).stream()
                    .map(DeadLetterReport::of)
                    .toList();
        } catch (UnknownConsumerException e) {
            throw new NotFoundException(e.getMessage(), e);
        }
    }

    /** Has an event handled again that was set aside. */
    @POST
    @Path(DEAD_LETTER + "retry")
    public void retry(
            @PathParam("name") String name,
            @PathParam("position") long position,
            @QueryParam("by") @DefaultValue(SOMEBODY) String by) {
        String who = named(by);
        change(Status.NOT_FOUND, () -> consumers.retry(name, position, who));
    }

    /** Has an event left out for good that was set aside. */
    @POST
    @Path(DEAD_LETTER + "dismiss")
    public void dismiss(
            @PathParam("name") String name,
            @PathParam("position") long position,
            @QueryParam("by") @DefaultValue(SOMEBODY) String by) {
        String who = named(by);
        change(Status.NOT_FOUND, () -> consumers.dismiss(name, position, who));
    }

    /**
     * Changes something.
     *
     * @param wrong what it means if the argument is wrong and the consumer is there
     */
    private static void change(Status wrong, Runnable change) {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            Status status = e instanceof UnknownConsumerException ? Status.NOT_FOUND : wrong;
            throw new ClientErrorException(e.getMessage(), status, e);
        } catch (IllegalStateException | DefinitionException e) {
            throw new ClientErrorException(e.getMessage(), Status.CONFLICT, e);
        }
    }

    /** It goes to the log. */
    private static String named(String by) {
        if (!NAME.matcher(by).matches()) {
            throw new BadRequestException(
                    "Not a name in by: expected 1 to 100 characters, and no control characters");
        }
        return by;
    }

    private static long position(String text) {
        if (!POSITION.matcher(text).matches()) {
            throw new BadRequestException(
                    "Not a position: expected a whole number, 0 for the beginning of the journal");
        }
        return Long.parseLong(text);
    }

    /** What comes would be nothing, and the view be emptied for that. */
    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(Instant.EPOCH) && !instant.isAfter(Instant.now())) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new BadRequestException(
                "Not an instant to begin at: expected one of the past, since 1970, in UTC, as in 2026-01-31T12:00:00Z");
    }
}
