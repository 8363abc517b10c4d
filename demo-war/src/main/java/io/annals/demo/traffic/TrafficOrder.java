package io.annals.demo.traffic;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * The request for traffic; its values are there once it is validated.
 *
 * @param rate commands a second
 * @param seconds how long
 */
public record TrafficOrder(
        @NotNull(message = "must be a whole number") @Min(1) @Max(50) Integer rate,
        @NotNull(message = "must be a whole number") @Min(1) @Max(300) Integer seconds) {}
