package io.annals.tutorial;

// example:begin
public class TooLittleException extends RuntimeException {
    TooLittleException(long wanted, long there) {
        super("The card has %d cents, and not %d".formatted(there, wanted));
    }
}
// example:end
