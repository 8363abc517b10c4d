package io.annals.es.console;

import java.util.Map;

/** Why a request is not answered as it wants, as the caller is told. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final Map<Integer, String> TITLES =
            Map.of(
                    400, "Bad Request",
                    401, "Unauthorized",
                    403, "Forbidden",
                    404, "Not Found",
                    405, "Method Not Allowed",
                    409, "Conflict",
                    413, "Content Too Large",
                    415, "Unsupported Media Type",
                    500, "Internal Server Error",
                    503, "Service Unavailable");

    private final int status;

    RefusedException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    int status() {
        return status;
    }

    String title() {
        return TITLES.getOrDefault(status, "Error");
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
