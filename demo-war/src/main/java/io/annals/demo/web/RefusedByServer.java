package io.annals.demo.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The error page: tells as problem+json what the server itself refuses, before or beside the REST
 * resources. The server's own page would name the server.
 */
@WebServlet("/problem")
public class RefusedByServer extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient StrictJson json = new StrictJson();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Status known = code instanceof Integer told ? Status.fromStatusCode(told) : null;
        Status status = known == null ? Status.NOT_FOUND : known; // whoever asks for this page
        Problem problem =
                Problem.of(
                        status,
                        status == Status.NOT_FOUND
                                ? "There is nothing here. The shop is at /, its API below /api"
                                : null);
        response.setStatus(status.getStatusCode());
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(
                        json.getContext(Problem.class)
                                .toJson(problem)
                                .getBytes(StandardCharsets.UTF_8));
    }
}
