package io.annals.es.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.consumer.Consumers;
import io.annals.es.inspection.InspectedJournal;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The console: its pages and, below {@code api}, what they ask. Nothing of it is answered before
 * the container has said who asks.
 */
final class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final System.Logger LOG = System.getLogger(ConsoleServlet.class.getName());
    private static final String API = "/api/";
    private static final String ACTIONS = "/api/actions";
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    private final transient ConsoleSettings settings;
    private transient volatile @Nullable InspectedJournal journal;
    private transient volatile @Nullable Consumers consumers;

    ConsoleServlet(ConsoleSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HEADERS.forEach(response::setHeader);
        try {
            answer(request, response);
        } catch (RefusedException refused) {
            refuse(refused, response);
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "The console could not answer a request", failure);
            refuse(
                    new RefusedException(
                            500, "The console could not do this; the server's log says why"),
                    response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Caller caller = Caller.of(request, response, settings);
        String path = request.getPathInfo();
        if (path == null) {
            lead(response, request.getServletContext().getContextPath() + settings.path() + "/");
            return;
        }
        String method = request.getMethod();
        String allowed = path.equals(ACTIONS) ? "POST" : "GET";
        if (!method.equals(allowed)) {
            response.setHeader("Allow", allowed);
            throw new RefusedException(405, "Allowed here: " + allowed);
        }
        if (path.equals(ACTIONS)) {
            new Actions(consumers()).run(Order.of(request), caller);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (path.startsWith(API)) {
            send(
                    response,
                    200,
                    "application/json",
                    new Pages(journal(), consumers())
                            .of(
                                    path.substring(API.length()),
                                    new Parameters(request.getParameterMap()),
                                    caller));
        } else {
            Asset asset =
                    Asset.named(path.equals("/") ? "index.html" : path.substring(1))
                            .orElseThrow(() -> new RefusedException(404, "There is nothing here"));
            send(response, 200, asset.type(), asset.content());
        }
    }

    /** By a path alone: containers would make it absolute with the host that the client names. */
    private static void lead(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", path);
    }

    private static void refuse(RefusedException refused, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) { // the container has said so itself
            return;
        }
        response.resetBuffer();
        send(
                response,
                refused.status(),
                "application/problem+json",
                Told.JSON
                        .createObjectBuilder()
                        .add("type", "about:blank")
                        .add("title", refused.title())
                        .add("status", refused.status())
                        .add("detail", refused.detail())
                        .build());
    }

    private static void send(HttpServletResponse response, int status, String type, JsonObject told)
            throws IOException {
        send(response, status, type, told.toString().getBytes(UTF_8));
    }

    private static void send(HttpServletResponse response, int status, String type, byte[] body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Looked up once: each time would make another one. */
    private InspectedJournal journal() {
        InspectedJournal present = journal;
        if (present == null) {
            present = CDI.current().select(InspectedJournal.class).get();
            journal = present;
        }
        return present;
    }

    private Consumers consumers() {
        Consumers present = consumers;
        if (present == null) {
            present = CDI.current().select(Consumers.class).get();
            consumers = present;
        }
        return present;
    }
}
